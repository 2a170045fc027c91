import { parseDocument } from '../../spec/parse-document.ts';
import { releaseText, wholeRelease } from '../support/builders/documents.ts';

function problemsOf(text: string) {
  const parsed = parseDocument(text, 'release.yaml');
  return 'problems' in parsed ? parsed.problems : [];
}

const places = (text: string) =>
  problemsOf(text).map(({ code, pointer, line, column }) => `${line}:${column} ${code} ${pointer}`);

describe('a release document', () => {
  test('means what it says, with durations in milliseconds and defaults filled in', () => {
    expect(parseDocument(wholeRelease, 'release.yaml')).toMatchObject({
      document: {
        kind: 'Release',
        name: 'shop-2',
        content: {
          name: 'shop-2',
          title: 'shop-2',
          description: '',
          releaseClass: 'normal',
          policy: 'shop',
          accountable: 'rita',
          environments: ['production'],
          components: [{ service: 'web', version: '2.0.0' }],
          rollback: { decisionTimeMs: 20_000, restoreTargetMs: 900_000 },
        },
      },
    });
  });

  test('may be JSON as well', () => {
    const parsed = parseDocument(wholeRelease, 'release.yaml');
    const release = 'document' in parsed ? parsed.document.content : null;
    const value = {
      apiVersion: 'tidegate.dev/v1',
      kind: 'Release',
      metadata: { name: 'shop-2' },
      spec: {
        policy: 'shop',
        accountable: 'rita',
        environments: ['production'],
        components: [{ service: 'web', version: '2.0.0' }],
        rollback: {
          owner: 'erin',
          criteria: ['Orders fail.'],
          communication: ['engineers'],
          timeToDecide: '20s',
          timeToRestore: '15m',
          runbook: ['Ask for the rollback.'],
        },
      },
    };
    expect(parseDocument(JSON.stringify(value, null, 2), 'release.json')).toMatchObject({
      document: { content: release },
    });
  });
});

describe('a release document with many mistakes', () => {
  test('gets every problem at once, each at its line and column', () => {
    const text = releaseText(
      '  class: huge',
      '  enviroments: [production]',
      '  components:',
      '    - { service: Web, version: v1 }',
      '    - service: orders',
      '  rollback:',
      '    owner: erin',
      '    timeToDecide: 20',
    );
    expect(places(text)).toEqual([
      '5:1 missing-key /spec/environments',
      '8:10 invalid-value /spec/class',
      '9:3 unknown-key /spec/enviroments',
      '11:18 invalid-value /spec/components/0/service',
      '11:32 invalid-value /spec/components/0/version',
      '12:7 missing-key /spec/components/1/version',
      '13:3 missing-key /spec/rollback/criteria',
      '13:3 missing-key /spec/rollback/communication',
      '13:3 missing-key /spec/rollback/timeToRestore',
      '13:3 missing-key /spec/rollback/runbook',
      '15:19 wrong-type /spec/rollback/timeToDecide',
    ]);
  });
});

describe('a release document with a mistake', () => {
  test('with an unknown key is told the nearest known one', () => {
    const [problem] = problemsOf(`${wholeRelease}\n    ownr: erin`);
    expect(problem).toMatchObject({ file: 'release.yaml', pointer: '/spec/rollback/ownr' });
    expect(problem?.remedy).toContain('Did you mean `owner`?');
  });

  test('of an unknown kind is told the nearest known one', () => {
    const [problem] = problemsOf('apiVersion: tidegate.dev/v1\nkind: Releese\n');
    expect(problem).toMatchObject({ code: 'unknown-kind', line: 2, column: 7 });
    expect(problem?.remedy).toContain('Did you mean `Release`?');
  });

  test('of another version of the format is refused', () => {
    expect(places(wholeRelease.replace('/v1', '/v2'))).toEqual(['1:13 invalid-value /apiVersion']);
  });

  test('in which YAML read a number for a version is told to use quotes', () => {
    const [problem] = problemsOf(wholeRelease.replace('2.0.0', '2.0'));
    expect(problem).toMatchObject({ code: 'wrong-type', pointer: '/spec/components/0/version' });
    expect(problem?.remedy).toContain('quotes');
  });

  test.each([
    ['a mistake in its syntax', 'a: b: c', '1:4 syntax '],
    ['a key twice', `${wholeRelease}\nspec: {}`, '18:1 duplicate-key '],
    ['a key that is no text', 'a: 1\n? [x]\n: 2', '2:3 syntax '],
    ['a second document', `${wholeRelease}\n---\na: 1`, '18:1 several-documents '],
    ['an unknown tag', 'a: !secret 1', '1:4 syntax '],
    ['an anchor that is not there', 'a: *b', '1:1 bad-alias '],
    ['nothing', '', '1:1 wrong-type '],
    ['a list', '- 1', '1:1 wrong-type '],
  ])('with %s is refused at its place', (_what, text, place) => {
    expect(places(text)).toContain(place);
  });
});

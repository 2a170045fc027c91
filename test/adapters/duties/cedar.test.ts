import { createCedarEngine } from '../../../adapters/duties/cedar.ts';
import type { DutyQuestion } from '../../../domain/duties/duty-question.ts';
import { builtInPolicies } from '../../../domain/duties/duty-set.ts';
import { readAnswers } from '../../../domain/duties/read-answers.ts';

const engine = createCedarEngine();

const nobody = {
  requesters: [],
  authors: [],
  mergers: [],
  testers: [],
  approvers: [],
  commanders: [],
  granters: [],
  deployers: [],
};
const question: DutyQuestion = {
  subject: 'cora',
  action: 'decide',
  environment: 'production',
  groups: ['cab'],
  release: 'spring',
  releaseClass: 'normal',
  actors: nobody,
  unknownAuthors: 0,
  unknownMergers: 0,
};

const permit = '@id("all") @reason("All may.") permit (principal, action, resource);\n';
const forbid = (when: string, id = 'rule') =>
  `@id("${id}") @reason("Because of ${id}.") ` +
  `forbid (principal, action, resource) when { ${when} };`;

async function verdict(sets: readonly string[], change: Partial<DutyQuestion> = {}) {
  return readAnswers(sets.length, await engine.ask(sets, { ...question, ...change }));
}

describe('asked with policies, Cedar', () => {
  test('names the policy that refuses, and its reason', async () => {
    const set = permit + forbid('principal in Group::"cab"', 'no-cab');
    expect(await verdict([set])).toEqual({
      allowed: false,
      code: 'duties/no-cab',
      reason: 'Because of no-cab.',
    });
    expect(await verdict([set], { groups: ['testers'] })).toEqual({ allowed: true });
  });

  test.each([
    ['context has environment && context.environment == "production"', { environment: 'lab' }],
    ['action == Action::"decide"', { action: 'accept' }],
    ['resource.class == "normal"', { releaseClass: 'emergency' }],
    ['resource.name like "spr*"', { release: 'autumn' }],
    ['context.unknownAuthors == 0', { unknownAuthors: 1 }],
    ['context.unknownMergers == 0', { unknownMergers: 1 }],
    ['context.mergers.isEmpty()', { actors: { ...nobody, mergers: ['cliff'] } }],
    ['!context.authors.contains(principal)', { actors: { ...nobody, authors: ['cora'] } }],
    ['context.approvers.isEmpty()', { actors: { ...nobody, approvers: ['cliff'] } }],
  ] as const)('knows %s', async (when, otherwise) => {
    const set = permit + forbid(when);
    expect(await engine.check(set)).toEqual([]);
    expect(await verdict([set])).toMatchObject({ code: 'duties/rule' });
    expect(await verdict([set], otherwise)).toEqual({ allowed: true });
  });

  test('refuses one person all three duties by what is built in, and never two', async () => {
    const both = { ...nobody, mergers: ['cora'], testers: ['cora'] };
    expect(await verdict([builtInPolicies], { actors: both })).toEqual({ allowed: true });
    const actors = { ...both, deployers: ['cora'] };
    expect(await verdict([builtInPolicies], { actors })).toMatchObject({
      code: 'duties/built-tested-and-deployed',
    });
    const others = { ...both, deployers: ['cliff'] };
    expect(await verdict([builtInPolicies], { actors: others })).toEqual({ allowed: true });
  });

  test('refuses what no policy permits', async () => {
    const set = '@id("a") @reason("A.") permit (principal in Group::"bank", action, resource);';
    expect(await verdict([set])).toMatchObject({ code: 'duties/not-permitted' });
  });

  test('refuses where a policy that forbids could not be evaluated', async () => {
    const set = permit + forbid('context.nonsense == 1', 'broken');
    const [answer] = await engine.ask([set], question);
    expect(answer).toMatchObject({ decision: 'allow', errors: [{ id: 'broken' }] });
    expect(await verdict([set])).toMatchObject({ code: 'duties/not-understood' });
  });

  test.each([
    ['text that is no policy', 'permit (principal, action resource);'],
    ['a policy without a name', 'permit (principal, action, resource);'],
    ['a template', '@id("t") @reason("T.") permit (principal == ?principal, action, resource);'],
    ['nothing at all', ''],
  ])('refuses by %s', async (_, set) => {
    expect(await verdict([set])).toMatchObject({ allowed: false });
  });

  test('lets one set refuse whatever the others allow', async () => {
    const strict = permit + forbid('context.authors.isEmpty()', 'strict');
    for (const sets of [
      [permit, strict],
      [strict, permit],
    ]) {
      expect(await verdict(sets)).toMatchObject({ code: 'duties/strict' });
    }
  });
});

describe('a set is refused at its place', () => {
  test('lets what is built in be', async () => {
    expect(await engine.check(builtInPolicies)).toEqual([]);
  });

  test.each([
    ['for its syntax', 'permit (principal, action resource);', 'duty-syntax', 2, 27],
    ['for an attribute that is none', forbid('context.autors.isEmpty()'), 'duty-schema', 2, 85],
    [
      'for an action that is none',
      'forbid (principal, action == Action::"aprove", resource);'.replace(
        /^/,
        '@id("x") @reason("X.") ',
      ),
      'duty-schema',
      2,
      53,
    ],
    ['for what can never match', forbid('false'), 'duty-schema', 2, 1],
    ['without a name', 'forbid (principal, action, resource);', 'duty-unnamed', 2, 1],
    ['for a name with spaces', forbid('true', 'a b'), 'duty-unnamed', 2, 1],
    ['without a reason', '@id("x") forbid (principal, action, resource);', 'duty-unreasoned', 2, 1],
    ['for a name that is taken', forbid('true', 'all'), 'duplicate-name', 2, 1],
    [
      'for a template',
      '@id("t") @reason("T.") permit (principal == ?principal, action, resource);',
      'duty-template',
      2,
      1,
    ],
    ['for brackets without end', '('.repeat(20_000), 'duty-syntax', 2, 51],
  ])('%s', async (_, text, code, line, column) => {
    const [first, ...others] = await engine.check(permit + text);
    expect(first).toMatchObject({ code, line, column });
    expect(others).toEqual([]);
  });

  test('counts characters, not bytes, and says what is near', async () => {
    const text = forbid('context.autors.isEmpty()').replace('Because of', 'Größe');
    const [mistake] = await engine.check(permit + text);
    expect(mistake).toMatchObject({ line: 2, column: 80 });
    expect(mistake?.remedy).toMatch(/did you mean `authors`/i);
  });

  test('that permits nothing', async () => {
    expect(await engine.check(forbid('true'))).toMatchObject([{ code: 'duty-permits-nothing' }]);
  });
});

import { type Candidate, checkTogether } from '../../../api/catalog/check-together.ts';
import { filesBody } from '../../../api/catalog/read-files.ts';
import { Problem } from '../../../api/problem.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { aCatalog } from '../../support/builders/plan-sources.ts';

const entry: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Freeze',
  environments: [],
  start: '2026-12-01T00:00:00.000Z',
  end: null,
  owner: 'cab',
};

const catalog: Candidate = {
  document: { kind: 'Catalog', name: 'catalog', document: aCatalog() },
  file: null,
};
const calendar = (name: string, ...ids: string[]): Candidate => ({
  document: { kind: 'Calendar', name, document: ids.map((id) => ({ ...entry, id })) },
  file: null,
});

const portfolio = (name: string, ...releases: string[]) => {
  const decisions = releases.map((release) => ({ release, level: 'high', reason: 'So.' }) as const);
  const document = { name, owner: 'cab', decisions };
  return { document: { kind: 'Portfolio', name, document }, file: null } as const;
};

/** The same as a file that somebody sends. */
function sent(name: string, ...ids: string[]): Candidate {
  const entries = ids.map((id) => ({ ...entry, id }));
  return { ...calendar(name, ...ids), file: fileOf('Calendar', name, { entries }) };
}

function sentPortfolio(name: string, ...releases: string[]): Candidate {
  const { document } = portfolio(name, ...releases);
  const { owner, decisions } = document.document;
  return { document, file: fileOf('Portfolio', name, { owner, decisions }) };
}

function fileOf(kind: 'Calendar' | 'Portfolio', name: string, spec: object): Candidate['file'] {
  const text = JSON.stringify({ apiVersion: 'tidegate.dev/v1', kind, metadata: { name }, spec });
  const documents = [{ name: `${name}.yaml`, text }];
  const mediaType = 'application/json';
  const [file = null] = filesBody.read({ mediaType, text: JSON.stringify({ documents }) });
  return file;
}

function errorsOf(...candidates: Candidate[]): unknown {
  try {
    checkTogether([catalog, ...candidates]);
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.toBody('trace').errors;
    throw error;
  }
}

describe('calendars that are applied together', () => {
  test('share no entry', () => {
    expect(errorsOf(sent('audit', 'three', 'two'), calendar('year', 'one', 'two'))).toMatchObject([
      {
        code: 'duplicate-name',
        pointer: '/spec/entries/1/id',
        file: 'audit.yaml',
        message: expect.stringContaining('`year` has an entry `two`'),
      },
    ]);
  });

  test('may each have entries of their own', () => {
    expect(errorsOf(calendar('year', 'one'), sent('audit', 'two'))).toEqual([]);
  });
});

test('two portfolios never decide about the same release', () => {
  const applied = portfolio('retail', 'patch');
  expect(errorsOf(applied, sentPortfolio('rival', 'sale', 'patch'))).toMatchObject([
    {
      code: 'duplicate-name',
      pointer: '/spec/decisions/1/release',
      file: 'rival.yaml',
      message: expect.stringContaining('`retail` has a decision on `patch`'),
    },
  ]);
  // An entry of a calendar may be named like a release.
  expect(errorsOf(applied, sent('year', 'patch'))).toEqual([]);
});

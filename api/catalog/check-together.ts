import { checkCalendar, checkReferences } from '../../domain/calendar/check-calendar.ts';
import { checkDutySet } from '../../domain/duties/check-duty-set.ts';
import { checkAudience } from '../../domain/message/check-audience.ts';
import type { Audience } from '../../domain/message/message.ts';
import type { Catalog } from '../../domain/plan/catalog.ts';
import { checkCatalog } from '../../domain/plan/check-catalog.ts';
import { checkPolicy } from '../../domain/plan/check-policy.ts';
import type { PlanProblem } from '../../domain/plan/problem.ts';
import { checkPortfolio } from '../../domain/portfolio/check-portfolio.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import { locateProblems } from '../../spec/locate-problems.ts';
import type { ReadFile } from '../../spec/read-directory.ts';
import { placesOf } from '../plans/places.ts';
import { Problem, type ProblemPlace } from '../problem.ts';
import { invalidDocument } from '../problems/invalid-document.ts';

/** A document of what would be applied afterwards; `file` is null where it was applied before. */
export type Candidate = { readonly document: FileDocument; readonly file: ReadFile | null };

/**
 * Checks what would be applied afterwards as a whole: a new catalog must not leave an applied
 * policy without the groups that it names. Throws a `Problem` with every wrong place.
 */
export function checkTogether(candidates: readonly Candidate[]): void {
  const catalogs = candidates.filter(({ document }) => document.kind === 'Catalog');
  const catalog = catalogs.find(({ file }) => file !== null) ?? catalogs[0];
  if (catalog?.document.kind !== 'Catalog') {
    throw new Problem('no-catalog', {
      detail: 'Policies and calendars refer to a catalog, and none is there.',
      remedy: 'Send the catalog along.',
    });
  }
  const known = catalog.document.document;
  const audiences = candidates.flatMap(({ document }) =>
    document.kind === 'Audience' ? [document.document] : [],
  );
  const errors = [
    ...candidates.flatMap((candidate) => problemsOf(candidate, { catalog, known, audiences })),
    ...twins(candidates),
  ];
  if (errors.length > 0) throw invalidDocument(errors);
}

function problemsOf(
  candidate: Candidate,
  {
    catalog,
    known,
    audiences,
  }: {
    readonly catalog: Candidate;
    readonly known: Catalog;
    readonly audiences: readonly Audience[];
  },
): readonly ProblemPlace[] {
  const { document } = candidate;
  switch (document.kind) {
    case 'Catalog':
      return candidate === catalog ? place(checkCatalog(document.document), candidate) : [];
    case 'Policy':
      return place(checkPolicy(document.document, known, audiences), candidate);
    case 'Calendar':
      return candidate.file === null
        ? place(checkReferences(document.document, known), candidate)
        : place(checkCalendar(document.document, known), candidate);
    case 'Portfolio':
      return place(checkPortfolio(document.document, known), candidate);
    case 'Audience':
      return place(checkAudience(document.document, known), candidate);
    // Its policies are checked by `check-duties.ts`.
    case 'Duties':
      return place(checkDutySet(document.document, known), candidate);
  }
}

/**
 * Entries are known by their ids alone, and a release has one priority: none may stand in two
 * calendars, or in two portfolios.
 */
function twins(candidates: readonly Candidate[]): readonly ProblemPlace[] {
  const homes = new Map<string, string>();
  const found: ProblemPlace[] = [];
  // What was applied before comes first: the file that is sent is the one to change.
  const inOrder = candidates.toSorted((one, other) => rankOf(one) - rankOf(other));
  for (const candidate of inOrder) {
    const { kind, name } = candidate.document;
    for (const { id, pointer, what } of ownNames(candidate.document)) {
      const key = `${kind} ${id}`;
      const home = homes.get(key) ?? name;
      homes.set(key, home);
      if (home === name || candidate.file === null) continue;
      const problem = {
        code: 'duplicate-name',
        document: kind === 'Calendar' ? 'calendar' : 'portfolio',
        pointer,
        message: `The ${kind.toLowerCase()} \`${home}\` has ${what} \`${id}\` already.`,
        remedy: 'Rename or remove one of the two.',
      } as const;
      found.push(...place([problem], candidate));
    }
  }
  return found;
}

type OwnName = { readonly id: string; readonly pointer: string; readonly what: string };

/** Names in a document that no other one of its kind may have. */
function ownNames({ kind, document }: FileDocument): readonly OwnName[] {
  if (kind === 'Calendar') {
    return document.map(({ id }, index) => {
      return { id, pointer: `/spec/entries/${index}/id`, what: 'an entry' };
    });
  }
  if (kind !== 'Portfolio') return [];
  return document.decisions.map(({ release }, index) => {
    return { id: release, pointer: `/spec/decisions/${index}/release`, what: 'a decision on' };
  });
}

function rankOf({ file }: Candidate): number {
  return file === null ? 0 : 1;
}

function place(
  problems: readonly PlanProblem[],
  { document, file }: Candidate,
): readonly ProblemPlace[] {
  if (file !== null) return placesOf(locateProblems(problems, [file]), '');
  return problems.map(({ code, pointer, message, remedy }) => ({
    code,
    pointer,
    message,
    remedy,
    file: `applied ${document.kind} ${document.name}`,
  }));
}

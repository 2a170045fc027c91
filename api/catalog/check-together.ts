import { checkCalendar, checkReferences } from '../../domain/calendar/check-calendar.ts';
import type { Catalog } from '../../domain/plan/catalog.ts';
import { checkCatalog } from '../../domain/plan/check-catalog.ts';
import { checkPolicy } from '../../domain/plan/check-policy.ts';
import type { PlanProblem } from '../../domain/plan/problem.ts';
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
  const errors = [
    ...candidates.flatMap((candidate) => problemsOf(candidate, catalog, known)),
    ...twins(candidates),
  ];
  if (errors.length > 0) throw invalidDocument(errors);
}

function problemsOf(
  candidate: Candidate,
  catalog: Candidate,
  known: Catalog,
): readonly ProblemPlace[] {
  const { document } = candidate;
  switch (document.kind) {
    case 'Catalog':
      return candidate === catalog ? place(checkCatalog(document.document), candidate) : [];
    case 'Policy':
      return place(checkPolicy(document.document, known), candidate);
    case 'Calendar':
      return candidate.file === null
        ? place(checkReferences(document.document, known), candidate)
        : place(checkCalendar(document.document, known), candidate);
  }
}

/** Entries are known by their ids alone: none may stand in two calendars. */
function twins(candidates: readonly Candidate[]): readonly ProblemPlace[] {
  const homes = new Map<string, string>();
  const found: ProblemPlace[] = [];
  // What was applied before comes first: the file that is sent is the one to change.
  const inOrder = candidates.toSorted((one, other) => rankOf(one) - rankOf(other));
  for (const candidate of inOrder) {
    const { document } = candidate;
    if (document.kind !== 'Calendar') continue;
    for (const [index, { id }] of document.document.entries()) {
      const home = homes.get(id) ?? document.name;
      homes.set(id, home);
      if (home === document.name || candidate.file === null) continue;
      const problem = {
        code: 'duplicate-name',
        document: 'calendar',
        pointer: `/spec/entries/${index}/id`,
        message: `The calendar \`${home}\` has an entry \`${id}\` already.`,
        remedy: 'Rename or remove one of the two.',
      } as const;
      found.push(...place([problem], candidate));
    }
  }
  return found;
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

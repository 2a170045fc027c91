import { type SubjectChanges, subjectChanges } from '../../domain/approval/subject-changes.ts';
import type { ReleaseState, RequirementState, VoidedDecision } from '../../domain/release/state.ts';
import type { ApiRecords } from '../records-port.ts';
import { stateWhenAsked } from '../releases/earlier-state.ts';

/** A person's earlier decision on a requirement, why it counts no more, and what changed since. */
export type SinceLast = Pick<
  VoidedDecision,
  'verdict' | 'at' | 'voidedAt' | 'because' | 'revision'
> &
  SubjectChanges;

/** Null when this person never decided it, or when their decision counts. */
export async function sinceLast(
  { release, state }: { readonly release: string; readonly state: ReleaseState },
  requirement: RequirementState,
  person: string,
  records: Pick<ApiRecords, 'readEvents'>,
): Promise<SinceLast | null> {
  const last = requirement.voided?.find(({ by }) => by === person);
  if (last === undefined || requirement.decisions.some(({ by }) => by === person)) return null;
  const { verdict, at, voidedAt, because, revision, subjectDigest } = last;
  const isSame = subjectDigest === requirement.subjectDigest;
  const before = isSame ? state : await stateWhenAsked(release, subjectDigest, records);
  if (before === null) return null;
  const why = { because, ...(revision === undefined ? {} : { revision }) };
  return { verdict, at, voidedAt, ...why, ...subjectChanges(before, state) };
}

import type { DutyEngine } from '../../activities/ports/duties.ts';
import { diffPolicies, type PolicyDifference } from '../../domain/duties/diff-policies.ts';
import { confirmingGroup } from '../../domain/proposal/confirmation.ts';
import {
  type Proposal,
  type ProposalStanding,
  proposalDigest,
  standingOf,
} from '../../domain/proposal/proposal.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import { countingDuties, replacedDigests } from '../catalog/applied-documents.ts';
import { type DocumentChange, describeChange } from '../catalog/describe-change.ts';
import type { ApiRecords } from '../records-port.ts';

/** `person` is the handle; null when nobody has that id any more. */
type Named = { readonly subject: string; readonly person: string | null };

/** A proposal as people see it. */
export type ProposalView = {
  readonly id: string;
  /** What an answer has to speak about. */
  readonly digest: string;
  readonly standing: ProposalStanding;
  readonly proposedBy: Named;
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly documents: readonly DocumentChange[];
  /** By name; null where it changes no duties, or is open no more. */
  readonly policies: PolicyDifference | null;
  readonly confirmedBy: Confirmers;
  readonly closed: {
    readonly by: Named;
    readonly at: string;
    readonly reason: string | null;
  } | null;
};

/** Who may confirm it now; never whoever proposed it. */
type Confirmers = { readonly groups: readonly string[]; readonly people: readonly string[] };

type ViewParts = {
  readonly records: Pick<ApiRecords, 'personOf'>;
  readonly dutyEngine: DutyEngine;
  /** Groups that administer, where the duties name nobody who confirms. */
  readonly adminGroups: readonly string[];
};

/** What it changes is told as long as it is open: afterwards it would be compared with itself. */
export async function proposalView(
  proposal: Proposal<FileDocument>,
  applied: readonly FileDocument[],
  now: string,
  { records, dutyEngine, adminGroups }: ViewParts,
): Promise<ProposalView> {
  const { id, documents, proposedBy, proposedAt, expiresAt, closed } = proposal;
  const standing = standingOf(proposal, replacedDigests(documents, applied), now);
  const isOpen = standing === 'open';
  const named = async (subject: string): Promise<Named> => {
    return { subject, person: await records.personOf(subject) };
  };
  const group = confirmingGroup(countingDuties(applied)?.document ?? null);
  const proposer = await named(proposedBy);
  return {
    id,
    digest: proposalDigest(proposal),
    standing,
    proposedBy: proposer,
    proposedAt,
    expiresAt,
    documents: documents.map((document) => {
      const change = describeChange(document, applied);
      return isOpen ? change : { ...change, differences: [] };
    }),
    policies: isOpen ? await policiesOf(documents, applied, dutyEngine) : null,
    confirmedBy: confirmers(group === null ? adminGroups : [group], proposer, applied),
    closed:
      closed === null ? null : { by: await named(closed.by), at: closed.at, reason: closed.reason },
  };
}

async function policiesOf(
  documents: readonly FileDocument[],
  applied: readonly FileDocument[],
  engine: DutyEngine,
): Promise<PolicyDifference | null> {
  const proposed = countingDuties(documents)?.document;
  if (proposed === undefined) return null;
  const counting = countingDuties(applied)?.document;
  const [before, after] = await Promise.all([
    counting === undefined ? [] : engine.policiesOf(counting.policies),
    engine.policiesOf(proposed.policies),
  ]);
  return diffPolicies(before, after);
}

function confirmers(
  groups: readonly string[],
  { person: proposer }: Named,
  applied: readonly FileDocument[],
): Confirmers {
  const catalog = applied.find((document) => document.kind === 'Catalog')?.document;
  const members = (catalog?.groups ?? [])
    .filter(({ id }) => groups.includes(id))
    .flatMap((group) => group.members);
  const people = [...new Set(members)].filter((person) => person !== proposer).toSorted();
  return { groups, people };
}

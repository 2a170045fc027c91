import type { Ports } from '../../activities/ports/index.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { subjectDigestOf } from '../../domain/approval/subject.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { Stage } from '../../domain/plan/stage.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import { outlineOf } from '../../domain/revision/outline-of.ts';
import { planPartOf } from '../../domain/revision/plan-part.ts';
import { aPlan, aStage } from './builders/plan.ts';
import { createFakeTools, type FakeTools } from './fakes/fake-tools.ts';
import { fakeSignature, fakeVerifier } from './fakes/fake-verifier.ts';
import { createMemoryRecords, foldAll, type MemoryRecords } from './fakes/memory-records.ts';

/**
 * A release that may go to production: packed, approved by `cora`, admitted, and holding the lease.
 */
export type ApprovedRelease = {
  readonly plan: ReleasePlan;
  readonly records: MemoryRecords;
  readonly tools: FakeTools;
  readonly ports: Ports;
  /** What a step that touches production brings along. */
  readonly step: {
    readonly release: string;
    readonly facts: readonly [];
    readonly after: number;
    readonly key: string;
    readonly environment: string;
    readonly fence: number;
    readonly planDigest: string;
  };
  readonly statement: Statement;
  /** Records what happened next. */
  record(event: ReleaseEvent): Promise<void>;
};

const at = '2026-11-21T12:00:00.000Z';
const release = 'spring';
const requirement = 'production/cab';

/** `before`: stages that come first in its plan. */
export async function approvedRelease(
  change: Partial<ReleasePlan> = {},
  before: readonly Stage[] = [],
): Promise<ApprovedRelease> {
  const stages = [
    ...before,
    aStage('package'),
    aStage('approval'),
    aStage('window'),
    aStage('deploy'),
  ];
  const plan = aPlan(stages, change);
  const planDigest = sha256Hex(canonicalJson(plan));
  const records = createMemoryRecords();
  records.groups.set('cora', ['cab']).set('dana', ['engineers', 'cab']);
  const record = async (event: ReleaseEvent): Promise<void> => {
    const seq = (await records.ledger.lastSeq(release)) + 1;
    await records.ledger.appendFacts(release, [{ seq, at, event }]);
  };
  seal(records, plan, planDigest);
  for (const event of untilPacked(plan, planDigest)) await record(event);
  const statement = await approve(plan, records, record);
  await record({ type: 'environment.admitted', environment: 'production', manifestDigest: 'm' });
  await records.leases.record({ environment: 'production', place: 1, release, fence: 3 });
  const tools = createFakeTools(() => new Date(at));
  const nothing = async () => {};
  const leaseOffice = {
    take: async () => null,
    request: nothing,
    giveWay: nothing,
    release: nothing,
  };
  const ports: Ports = { ...tools, ...records, verifier: fakeVerifier, leaseOffice };
  const step = {
    release,
    facts: [],
    after: 0,
    key: 'spring/step',
    environment: 'production',
    fence: 3,
    planDigest,
  } as const;
  return { plan, records, tools, ports, step, statement, record };
}

function untilPacked({ stages }: ReleasePlan, planDigest: string): readonly ReleaseEvent[] {
  return [
    {
      type: 'release.started',
      planDigest,
      name: release,
      title: 'Spring',
      releaseClass: 'normal',
      requestedBy: 'rita',
      services: ['web'],
      environments: ['production'],
      stages: stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
    },
    {
      type: 'component.built',
      component: 'web',
      tag: 'v2.0.0',
      commit: 'c0ffee',
      authors: ['dana'],
      unknownAuthors: [],
    },
    {
      type: 'artifact.packaged',
      component: 'web',
      version: '2.0.0',
      digest: 'sha256:web-2.0.0',
      sizeBytes: 1,
    },
  ];
}

async function approve(
  plan: ReleasePlan,
  records: MemoryRecords,
  record: ApprovedRelease['record'],
): Promise<Statement> {
  const state = foldAll(records.facts.get(release) ?? []);
  const environment = 'production';
  const asked = { id: requirement, stage: 'production/approval', environment };
  const planPart = planPartOf(outlineOf(plan), asked);
  if (planPart === undefined) throw new Error('The plan does not ask for it.');
  const about = { requirement, environment, attempt: 1, evidenceDigest: 'sha256:none', planPart };
  const subjectDigest = subjectDigestOf(release, state, about);
  const statement: Statement = {
    id: 'statement-1',
    release,
    environment,
    subjectDigest,
    by: 'cora',
    commentDigest: null,
    nonce: '1',
    issuedAt: at,
    expiresAt: at,
    kind: 'decision',
    content: { requirement, verdict: 'approve' },
  };
  const digest = sha256Hex(canonicalJson(statement));
  await record({
    type: 'requirement.opened',
    ...about,
    stage: 'production/approval',
    kind: 'approval',
    group: 'cab',
    count: 1,
    subjectDigest,
    deadline: at,
  });
  await records.statements.keep({ digest, id: statement.id, release, ...fakeSignature(statement) });
  await record({
    type: 'statement.accepted',
    id: statement.id,
    kind: 'decision',
    digest,
    by: 'cora',
    says: 'approve',
    about: requirement,
    evidence: null,
    reason: '',
  });
  await record({ type: 'requirement.settled', requirement, outcome: 'approved' });
  return statement;
}

function seal(records: MemoryRecords, plan: ReleasePlan, planDigest: string): void {
  const content = { kind: 'plan-seal', release, planDigest, requestedBy: 'rita', issuedAt: at };
  const sealed = JSON.stringify(content);
  records.sealed.set(release, { release, plan, planDigest, requestedBy: 'rita', seal: sealed });
}

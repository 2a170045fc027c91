import type { Statement } from '../../domain/approval/statement.ts';
import { requestLease, returnLease } from '../../domain/environment/lease.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { nextStage } from '../../domain/release/next-stage.ts';
import { receiveStatement } from '../../domain/release/receive-statement.ts';
import type { VerifiedStatement } from '../../domain/release/reception.ts';
import { effectOf } from '../../domain/revision/effect-of.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import type { MemoryRecords } from '../support/fakes/memory-records.ts';
import type { Machine, Machines, Tampering } from './machine.ts';
import { firstScope, planFor, releaseName } from './plans.ts';
import { beginRun, openTools, type PureRun, record } from './pure-run.ts';
import { goOn, handOut } from './pure-story.ts';
import { people } from './world.ts';

/**
 * A release without Temporal and without a clock of its own: the fold, the pure decisions, and the
 * steps that verify a statement and prove a deployment, over records in memory.
 */
export function openPureMachines(): Machines {
  const opened = openTools();
  return { begin: async () => machineOf(begun(opened)), close: async () => {} };
}

/** What a release has recorded that was built and packed at an instant. */
export async function packedAt(nowMs: number): Promise<readonly ReleaseFact[]> {
  const opened = openTools();
  const run = begun(opened);
  while (nextStage(run.state)?.kind !== 'promote') await goOn(run);
  const at = new Date(nowMs).toISOString();
  return run.facts.map((fact) => ({ ...fact, at }));
}

function begun({ tools, clock }: ReturnType<typeof openTools>): PureRun {
  const known = planFor(firstScope);
  const { plan, digest } = known;
  const run = beginRun(tools, clock, known);
  for (const [person, groups] of people) run.records.groups.set(person, groups);
  run.records.sealed.set(releaseName, sealedBy('rita', plan, digest));
  record(run, {
    type: 'release.started',
    planDigest: digest,
    name: releaseName,
    title: plan.title,
    releaseClass: plan.releaseClass,
    requestedBy: 'rita',
    services: plan.components.map(({ name }) => name),
    environments: plan.environments,
    stages: plan.stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  });
  return run;
}

function machineOf(run: PureRun): Machine {
  return {
    records: run.records,
    nowMs: async () => run.nowMs,
    state: async () => run.state,
    seal: (plan, digest, by) => seal(run.records, plan, digest, by),
    say: (statement) => say(run, statement),
    calendarChanged: async () => {},
    async pass(ms) {
      run.nowMs += ms;
    },
    async rival(asks) {
      const request = { release: 'rival', priority: 0 };
      const { book } = run;
      run.book = asks === 'request' ? requestLease(book, request) : returnLease(book, 'rival');
      handOut(run);
    },
    async rest() {
      while (await goOn(run));
    },
    effects: () => run.effects.splice(0),
    tamper: async (how) => tamper(run, how),
  };
}

function sealedBy(by: string, plan: ReleasePlan, planDigest: string) {
  const release = releaseName;
  const content = { kind: 'plan-seal', release, planDigest, requestedBy: by, issuedAt: '' };
  return { release, plan, planDigest, requestedBy: by, seal: JSON.stringify(content) };
}

function seal({ revised }: MemoryRecords, plan: ReleasePlan, digest: string, by: string): void {
  revised.set(`${releaseName} ${digest}`, sealedBy(by, plan, digest));
}

async function say(run: PureRun, statement: Statement) {
  run.nowMs += 1_000;
  const refused = (code: string, reason: string) =>
    record(run, {
      type: 'statement.refused',
      id: statement.id,
      signal: statement.kind,
      code,
      reason,
    });
  const verified = await run.verify(fakeSignature(statement));
  if ('refused' in verified) throw new Error(verified.refused.reason);
  const now = new Date(run.nowMs).toISOString();
  const reception = receiveStatement(releaseName, run.outline, run.state, verified, now);
  const { forbidden } = verified;
  if (reception.outcome === 'refused') refused(reception.code, reception.reason);
  else if (forbidden !== undefined) refused(forbidden.code, forbidden.reason);
  else {
    const { outcome: _, ...received } = reception;
    const { id, kind, by } = statement;
    const { digest } = verified;
    record(run, { type: 'statement.accepted', id, kind, digest, by, ...received });
    obey(run, statement, verified);
  }
  const receipt = run.state.receipts.find(({ id }) => id === statement.id);
  if (receipt === undefined) throw new Error(`No receipt came for ${statement.id}.`);
  return receipt;
}

/** What an accepted statement does besides being recorded. */
function obey(run: PureRun, { kind, content, by }: Statement, verified: VerifiedStatement): void {
  if (kind === 'revision') return revise(run, { content, by }, verified);
  if (kind !== 'command') return;
  const { command, target } = content;
  if (command === 'pause') record(run, { type: 'release.paused', by });
  if (command === 'resume') record(run, { type: 'release.resumed', by });
  if (command === 'retry') run.retried = true;
  if (command === 'extend' && target !== null) {
    const deadline = new Date(run.nowMs + 12 * 3_600_000).toISOString();
    record(run, { type: 'requirement.extended', requirement: target, deadline });
  }
  if (command !== 'withdraw' && command !== 'rollback') return;
  record(run, { type: 'release.closed', outcome: 'withdrawn' });
}

type Said = Pick<Extract<Statement, { kind: 'revision' }>, 'content' | 'by'>;

function revise(run: PureRun, { content, by }: Said, { digest, revised }: VerifiedStatement): void {
  const plan = run.records.revised.get(`${releaseName} ${content.to}`)?.plan;
  if (revised === undefined || plan === undefined) return;
  const effect = effectOf({ before: run.outline, after: revised, by }, run.state);
  const { added, changed, restarted, voided, left } = effect;
  record(run, {
    type: 'plan.revised',
    ...content,
    by,
    statement: digest,
    revision: (run.state.revisions?.length ?? 0) + 2,
    added,
    changed,
    restarted,
    voided,
    left,
    title: revised.title,
    releaseClass: revised.releaseClass,
    services: revised.components.map(({ name }) => name),
    environments: revised.environments,
    stages: revised.stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  });
  run.plan = plan;
  run.outline = revised;
}

/** What somebody with access to the records can do; false where there is nothing to do it to. */
function tamper(run: PureRun, how: Tampering): boolean {
  const { state } = run;
  switch (how) {
    case 'pack-again': {
      const packed = state.artifacts.find(({ component }) => component === 'web');
      if (packed === undefined) return false;
      const digest = `${packed.digest}-again`;
      record(run, { type: 'artifact.packaged', ...packed, digest, sizeBytes: 1 });
      return true;
    }
    case 'another-author': {
      const built = state.builds.find(({ component }) => component === 'web');
      if (built === undefined) return false;
      const authors = [...new Set([...built.authors, 'cora'])];
      record(run, { type: 'component.built', ...built, authors });
      return true;
    }
    case 'take-environment':
    case 'grant-anew':
      run.takenSoon = how === 'grant-anew' ? releaseName : 'rival';
      return true;
    case 'invent-approval': {
      const asked = state.requirements.find(({ outcome }) => outcome === 'pending');
      if (asked === undefined || asked.kind !== 'approval') return false;
      const words = { says: 'approve', about: asked.id, evidence: null, reason: '' };
      const digest = contentDigest({ invented: state.seq });
      const by = asked.group === 'cab' ? 'cora' : 'mona';
      const said = { id: digest, kind: 'decision', digest, by, ...words } as const;
      record(run, { type: 'statement.accepted', ...said });
      return true;
    }
  }
}

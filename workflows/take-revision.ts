import type { Statement } from '../domain/approval/statement.ts';
import { loweringEvents } from '../domain/deviation/lowering-events.ts';
import type { VerifiedStatement } from '../domain/release/reception.ts';
import { effectOf } from '../domain/revision/effect-of.ts';
import { liftedFor, whyFrozen } from '../domain/revision/scope-freeze.ts';
import type { ReleaseRun } from './release-run.ts';

/** Records what an accepted revision changes, and lets the release go on by the new plan. */
export function takeRevision(
  run: ReleaseRun,
  statement: Statement,
  { digest, revised }: Pick<VerifiedStatement, 'digest' | 'revised'>,
): void {
  if (statement.kind !== 'revision' || revised === undefined) return;
  const { by, content } = statement;
  const effect = effectOf({ before: run.plan, after: revised, by }, run.state);
  // What it needs of others is used before it, because a revision ends what was granted before.
  const now = new Date().toISOString();
  if (whyFrozen(run.plan, run.state, now) !== null) useLifted(run, { to: content.to, by }, now);
  run.journal.record({
    type: 'plan.revised',
    ...content,
    by,
    statement: digest,
    revision: (run.state.revisions?.length ?? 0) + 2,
    added: effect.added,
    changed: effect.changed,
    restarted: effect.restarted,
    voided: effect.voided,
    left: effect.left,
    title: revised.title,
    releaseClass: revised.releaseClass,
    services: revised.components.map(({ name }) => name),
    environments: revised.environments,
    stages: revised.stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  });
  for (const event of loweringEvents(revised, run.state)) run.journal.record(event);
  run.revise(revised);
}

function useLifted(run: ReleaseRun, revision: { to: string; by: string }, now: string): void {
  const lifted = liftedFor(run.state, revision, now);
  const stage = run.state.stages.find(({ status }) => status !== 'succeeded')?.id;
  if (lifted === undefined || stage === undefined) return;
  run.journal.record({ type: 'deviation.used', deviation: lifted.id, stage });
}

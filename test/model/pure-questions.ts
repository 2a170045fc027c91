import { evidenceDigestOf, subjectDigestOf } from '../../domain/approval/subject.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { standingOf } from '../../domain/release/standing.ts';
import { planPartOf } from '../../domain/revision/plan-part.ts';
import { place, releaseName } from './plans.ts';
import { type PureRun, record } from './pure-run.ts';
import { beginWait, type Ended, endWait } from './pure-waits.ts';

type Asking = StageOf<'uat'> | StageOf<'approval'>;

function questionsOf(stage: Asking) {
  if (stage.kind === 'approval') return stage.requirements;
  const { group, count, cycleMs: deadlineMs } = stage.uat;
  return [{ id: stage.id, group, count, deadlineMs }];
}

/** Asks what is not asked yet, and looks whether it was answered. */
export function ask(run: PureRun, stage: Asking, attempt: number): Ended {
  for (const { id, group, count, deadlineMs } of questionsOf(stage)) {
    const known = run.state.requirements.find((each) => each.id === id);
    const isOpen = known?.attempt === attempt || known?.carriedTo === attempt;
    if (known !== undefined && known.outcome !== 'superseded' && isOpen) continue;
    const evidenceDigest = evidenceDigestOf(run.state);
    const planPart = planPartOf(run.outline, { stage: stage.id, id, environment: place });
    const about = { requirement: id, environment: place, evidenceDigest, planPart, attempt };
    record(run, {
      type: 'requirement.opened',
      ...about,
      ...(planPart === undefined ? {} : { planPart }),
      stage: stage.id,
      kind: stage.kind,
      group,
      count,
      subjectDigest: subjectDigestOf(releaseName, run.state, about),
      deadline: new Date(run.nowMs + deadlineMs).toISOString(),
    });
  }
  return answerOf(run, stage);
}

function answerOf(run: PureRun, stage: Asking): Ended {
  const standing = standingOf(run.state, { stage: stage.id, kind: stage.kind });
  const outcomes = [...standing.values()].map(({ outcome }) => outcome);
  const asked = run.state.requirements.filter((each) => each.stage === stage.id);
  const nowIso = new Date(run.nowMs).toISOString();
  const late = asked.filter(
    ({ id, deadline }) => deadline <= nowIso && standing.get(id)?.outcome === 'pending',
  );
  const all = outcomes.every((outcome) => outcome === 'approved');
  const isOver = all || outcomes.includes('rejected') || late.length > 0;
  for (const { id, deadline, group } of asked) {
    endWait(run, id);
    const wait = { id, kind: stage.kind, clearedBy: [group], until: deadline };
    if (!isOver && standing.get(id)?.outcome === 'pending') beginWait(run, stage, wait);
  }
  if (!isOver) return 'waits';
  for (const { id: requirement } of asked) {
    const found = standing.get(requirement)?.outcome;
    const rest = found === 'rejected' ? 'rejected' : 'withdrawn';
    const outcome = all ? 'approved' : late.some(({ id }) => id === requirement) ? 'expired' : rest;
    record(run, { type: 'requirement.settled', requirement, outcome });
  }
  return all ? 'done' : { failed: `${stage.kind}/${late.length > 0 ? 'expired' : 'rejected'}` };
}

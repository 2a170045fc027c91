import type { EventAnswer } from '../../../cli/http/event-answer.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

/** A fact of a release, at that second past twelve. */
export function aFact(second: number, type: string, parts: object = {}): EventAnswer {
  const event = { type, ...parts };
  return { sort: 'fact', position: second, fact: { seq: second, at: at(second), event } };
}

/** What a worker did to a tool, before or after it. */
function anAction(
  second: number,
  phase: 'intent' | 'outcome',
  parts: { key: string; action: string; attempt?: number; outcome?: 'done' | 'failed' },
): EventAnswer {
  const { attempt = 1, outcome = 'done', ...rest } = parts;
  const said = phase === 'intent' ? null : outcome;
  const details = said === 'failed' ? { code: 'deploy/unhealthy' } : {};
  const action = { phase, at: at(second), attempt, outcome: said, details, ...rest };
  return { sort: 'action', position: second, action };
}

/** A release that builds, waits for the board, deploys at the second try, and goes back. */
export const story: readonly EventAnswer[] = [
  aFact(1, 'stage.started', { stage: 'lab/approval' }),
  aFact(2, 'wait.began', {
    wait: {
      id: 'lab/cab',
      stage: 'lab/approval',
      reason: '1 of cab must decide lab/cab.',
      clearedBy: ['cab'],
      until: at(62),
      then: 'expires',
    },
  }),
  aFact(5, 'wait.ended', { wait: 'lab/cab', outcome: 'approved' }),
  aFact(6, 'stage.succeeded', { stage: 'lab/approval', summary: 'Approved.' }),
  aFact(7, 'stage.started', { stage: 'lab/deploy' }),
  anAction(8, 'intent', { key: 'shop/lab/deploy/web/1', action: 'deployComponent' }),
  anAction(9, 'outcome', {
    key: 'shop/lab/deploy/web/1',
    action: 'deployComponent',
    outcome: 'failed',
  }),
  anAction(10, 'intent', { key: 'shop/lab/deploy/web/1', action: 'deployComponent', attempt: 2 }),
  anAction(12, 'outcome', { key: 'shop/lab/deploy/web/1', action: 'deployComponent' }),
  aFact(13, 'gate.judged', {
    stage: 'lab/deploy',
    component: 'web',
    gate: 'smoke',
    verdict: 'inconclusive',
    reason: 'No answer.',
  }),
  aFact(14, 'stage.failed', { stage: 'lab/deploy', failure: { message: 'Not well.' } }),
  aFact(15, 'rollback.started', { stage: 'lab/deploy', reason: 'It failed.' }),
  anAction(16, 'intent', { key: 'shop/lab/undo/web/1', action: 'undoChange' }),
];

import { sha256Hex } from '../../../domain/ledger/digest.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { approver, author, statementOf, wholeStory } from './evidence.ts';

export const delegate = 'p-delegate';
const tester = 'p-tester';
export const exhibit = sha256Hex('what was kept');

const wait = {
  id: 'production/window',
  stage: 'production/window',
  kind: 'window',
  reason: 'The year-end freeze closes production.',
  clearedBy: [],
  remedy: 'Wait.',
  until: null,
  then: null,
} as const;

const scope = {
  kind: 'calendar',
  environment: 'production',
  entries: ['year-end'],
  outsideWindows: false,
} as const;

const beforeApproval: readonly ReleaseEvent[] = [
  { type: 'wait.began', wait },
  {
    type: 'deviation.asked',
    deviation: 'lift-freeze',
    request: sha256Hex('the request'),
    by: author,
    grantedBy: 'management',
    scope,
    reason: 'A regulator waits for it.',
    compensatingControl: 'Two people watch.',
    until: '2026-12-01T00:00:00.000Z',
    followUp: { what: 'Plan earlier.', owner: 'engineers', due: '2026-12-02T00:00:00.000Z' },
  },
  {
    type: 'deviation.answered',
    deviation: 'lift-freeze',
    verdict: 'grant',
    by: approver,
    statement: sha256Hex('the grant'),
  },
  { type: 'deviation.used', deviation: 'lift-freeze', stage: 'production/window' },
  { type: 'wait.ended', wait: 'production/window', outcome: 'overridden' },
  {
    type: 'statement.accepted',
    id: 'defect-1',
    kind: 'uat-defect',
    digest: statementOf(tester),
    by: tester,
    says: 'open',
    about: 'staging/uat',
    evidence: null,
    reason: 'Accepted.',
    defect: { id: 'SHOP-7', severity: 'low', state: 'open' },
  },
];

const wayBack: readonly ReleaseEvent[] = [
  {
    type: 'incident.opened',
    incident: 'breach-1',
    kind: 'breach',
    environment: 'production',
    title: 'Orders fail.',
  },
  {
    type: 'rollback.started',
    reason: 'Orders fail.',
    by: null,
    stage: 'production/canary',
    thenOutcome: 'rolled-back',
  },
  {
    type: 'forensics.captured',
    environment: 'production',
    exhibits: [
      {
        component: 'web',
        evidence: { digest: exhibit, reference: 'evidence/kept' },
        parts: ['logs'],
      },
    ],
    missing: [{ component: 'web', part: 'metrics', reason: 'The gateway was away.' }],
  },
  { type: 'compensation.done', key: 'deploy-web', summary: 'Undone.', restored: null },
  {
    type: 'rollback.validated',
    environment: 'production',
    verdict: 'pass',
    reason: 'What served before serves again.',
    components: [],
    evidence: null,
  },
  { type: 'rollback.finished', environment: 'production' },
  { type: 'incident.resolved', incident: 'breach-1', how: 'Taken back.' },
  {
    type: 'statement.refused',
    id: 'forged',
    signal: 'decision',
    code: 'signature/invalid',
    reason: 'Its signature does not hold.',
  },
];

/** A release that was let off a freeze, decided by a delegate, did harm and was taken back. */
export function troubledStory(): readonly ReleaseEvent[] {
  const whole = wholeStory(delegate).map((event) =>
    event.type === 'statement.accepted'
      ? { ...event, inPlaceOf: { delegation: 'holiday', person: approver } }
      : event,
  );
  const opened = whole.findIndex(({ type }) => type === 'requirement.opened');
  const passed = whole.findIndex(({ type }) => type === 'environment.passed');
  return [
    ...whole.slice(0, opened),
    ...beforeApproval,
    ...whole.slice(opened, passed),
    ...wayBack,
    { type: 'release.closed', outcome: 'rolled-back' },
  ];
}

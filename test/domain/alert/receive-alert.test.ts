import type { AlertContent, AlertPolicy } from '../../../domain/alert/alert.ts';
import { receiveAlert } from '../../../domain/alert/receive-alert.ts';
import { initialState } from '../../../domain/release/state.ts';
import { outlineOf } from '../../../domain/revision/outline-of.ts';
import { aChange } from '../../support/builders/change.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';

const began = '2026-03-01T10:00:00.000Z';
const content: AlertContent = {
  fingerprint: 'f1',
  name: 'HighErrorRate',
  status: 'firing',
  startsAt: '2026-03-01T10:05:00.000Z',
  service: null,
  labels: { severity: 'critical' },
};
const change = aChange();
const deployed = {
  ...initialState(),
  changes: [change],
  stages: [
    {
      id: 'production/deploy',
      kind: 'deploy',
      environment: 'production',
      status: 'succeeded',
      attempt: 1,
      startedAt: began,
      endedAt: null,
      summary: null,
      failure: null,
    },
  ],
} as const;

const policy: AlertPolicy = {
  from: 'monitoring',
  onFiring: 'rollback',
  labels: { severity: ['critical', 'page'] },
};

type Case = {
  readonly content?: Partial<AlertContent>;
  readonly state?: object;
  readonly groups?: readonly string[];
  readonly environment?: string;
};

function receive({ content: other, state, groups = ['monitoring'], environment }: Case) {
  const plan = outlineOf(aPlan([aStage('deploy', { alerts: policy })]));
  const statement = {
    kind: 'alert' as const,
    id: 'alert-1',
    release: plan.name,
    environment: environment ?? 'production',
    subjectDigest: 'sha256:plan',
    by: 'watcher',
    commentDigest: null,
    nonce: 'n',
    issuedAt: began,
    expiresAt: '2999-01-01T00:00:00.000Z',
    content: { ...content, ...other },
  };
  return receiveAlert(plan, { ...deployed, ...state }, { groups }, statement);
}

const known = {
  fingerprint: 'f1',
  startsAt: content.startsAt,
  name: content.name,
  environment: 'production',
  firedAt: content.startsAt,
  resolvedAt: null,
  verdict: 'pending',
};

const aHundred = Array.from({ length: 100 }, (_, n) => ({ ...known, fingerprint: `${n}` }));

test('an alert about what a release has changed is taken in, and so is its end', () => {
  expect(receive({})).toMatchObject({ outcome: 'accepted', says: 'firing', about: content.name });
  const ended = receive({ content: { status: 'resolved' }, state: { alerts: [known] } });
  expect(ended).toMatchObject({ outcome: 'accepted', says: 'resolved' });
});

test.each<readonly [string, string, Case]>([
  ['alert/not-heeded', 'elsewhere', { environment: 'staging' }],
  ['alert/not-entitled', 'from another account', { groups: ['operations'] }],
  ['alert/about-another', 'about another service', { content: { service: 'billing' } }],
  ['alert/about-another', 'of little weight', { content: { labels: { severity: 'warning' } } }],
  ['alert/about-another', 'of unknown weight', { content: { labels: {} } }],
  ['alert/not-known', 'that ends and never fired', { content: { status: 'resolved' } }],
  ['alert/nothing-changed', 'before the change', { state: { changes: [] } }],
  [
    'alert/nothing-changed',
    'where the environment was passed',
    { state: { changes: [{ ...change, status: 'settled' }] } },
  ],
  ['alert/nothing-changed', 'in the review', { state: { phase: 'reviewing' } }],
  [
    'alert/older-than-change',
    'that fired before',
    { content: { startsAt: '2026-03-01T09:59:59.999Z' } },
  ],
  ['alert/too-many', 'after a hundred others', { state: { alerts: aHundred } }],
])('%s: an alert %s is not taken in', (code, _, alert) => {
  expect(receive(alert)).toMatchObject({ outcome: 'refused', code });
});

test('an alert that is older than a second attempt may be harm of the first', () => {
  const [stage] = deployed.stages;
  const again = { stages: [{ ...stage, attempt: 2 }] };
  const older = { startsAt: '2026-03-01T09:59:59.999Z' };
  expect(receive({ content: older, state: again })).toMatchObject({ outcome: 'accepted' });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, sendCustomers } from '../support/journey/customers.ts';
import {
  purchase,
  quietEnvironment,
  shopPolicy,
  shopRelease,
  wayBack,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { factsIn, ledgerRows } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { componentNames } from '../support/journey/repository.ts';
import { runningBelow } from '../support/journey/running.ts';

const smoke = { check: 'http', name: 'smoke', component: 'shop', path: '/smoke', at: 'instances' };
const steps = [50, 100].map((weightPercent) => ({
  weightPercent,
  observe: '300ms',
  patience: '20s',
}));

const shop = useJourney(async (journey) => {
  const { repository } = journey;
  repository.version('2.0.0');
  repository.version('2.1.0', { smoke: 500 });
  repository.version('2.2.0', { failEvery: 1 });
  repository.version('2.3.0', { down: 'fails' });
  await journey.apply(
    shopPolicy('install', { lab: quietEnvironment() }),
    shopPolicy('tested', {
      lab: quietEnvironment({ uat: { group: 'testers', cycle: '1h', escalateTo: 'management' } }),
    }),
    shopPolicy('careful', {
      lab: quietEnvironment({
        canary: { steps, thresholds: { minimumRequests: 5 } },
        validate: [smoke],
      }),
    }),
    shopPolicy('unvisited', {
      lab: quietEnvironment({
        canary: {
          steps: steps.map((step) => ({ ...step, patience: '500ms' })),
          thresholds: { minimumRequests: 5 },
        },
      }),
    }),
    shopPolicy('bought', { lab: quietEnvironment({ validate: [purchase] }) }),
    shopPolicy('watched', {
      lab: quietEnvironment({
        stabilize: { duration: '20s', observeEvery: '100ms', minimumRequests: 5 },
      }),
    }),
  );
  const first = { name: 'first', policy: 'install', version: '1.0.0', components: componentNames };
  await (await journey.begin(shopRelease(first))).review();
});

/** What is there, asked from the machine, the gateway and the tool, and not from Tidegate. */
async function standing() {
  const { stateFolder, originOf } = shop.journey;
  const met = await ask((await originOf('lab', 'shop')) ?? '');
  const running = runningBelow(stateFolder).map(({ cwd, pid, version }) => ({ cwd, pid, version }));
  const state = readFileSync(join(stateFolder, 'tool', 'lab', 'state.json'), 'utf8');
  return { met, running, schema: JSON.parse(state) as unknown };
}

const begin = (name: string, policy: string, version: string): Promise<JourneyRelease> =>
  shop.journey.begin(shopRelease({ name, policy, version, components: componentNames }));

test('takes everything back when a person asks, to exactly what was there before', async () => {
  const before = await standing();
  const release = await begin('regretted', 'tested', '2.0.0');
  await release.untilBlocked('lab/uat');
  expect((await standing()).met.version).toBe('2.0.0');
  const stranger = await release.command('nora', 'rollback');
  expect([stranger.status, stranger.body.rule]).toEqual([403, 'command/not-entitled']);
  expect((await release.command('opal', 'rollback')).body.outcome).toBe('accepted');
  const back = await release.until('goes back', ({ phase }) => phase === 'reviewing');
  const after = await standing();
  expect(after.met).toEqual({ status: 200, version: '1.0.0' });
  expect(after.schema).toEqual(before.schema);
  expect(after.running.map(({ version }) => version)).toEqual(['1.0.0', '1.0.0']);
  expect(back.changes.map(({ status }) => status)).toEqual(['undone', 'undone', 'undone']);
  const undone = await release.facts('compensation.done');
  expect(undone.map(({ key }) => key.split('/').at(-1))).toEqual(['shop', 'prices', 'schema']);
  const owed = await release.until('owes a review', ({ obligations }) => obligations.length === 2);
  expect(owed.obligations[0]?.mandatoryBecause).toEqual(['Rolled back: a person asked for it.']);
  const waived = await release.command('mona', 'waive', { target: 'review' });
  expect([waived.status, waived.body.detail]).toEqual([409, expect.stringMatching(/Rolled back/)]);
  expect((await release.review()).outcome).toBe('rolled-back');
});

test('lets no user meet a version that does not pass its smoke test', async () => {
  const before = await standing();
  const customers = sendCustomers((await shop.journey.originOf('lab', 'shop')) ?? '');
  const release = await begin('smoky', 'careful', '2.1.0');
  const closed = await release.review();
  await customers.leave();
  expect(closed.outcome).toBe('rolled-back');
  expect(new Set(customers.met.map(({ version }) => version))).toEqual(new Set(['1.0.0']));
  expect(await release.facts('traffic.shifted')).toEqual([]);
  expect(await standing()).toEqual(before);
});

test('goes back by itself when a customer of its own cannot buy', async () => {
  const before = await standing();
  const release = await begin('unsold', 'bought', '2.2.0');
  const closed = await release.review();
  expect(closed.outcome).toBe('rolled-back');
  expect(closed.rollback?.reason).toMatch(/^lab\/validate failed: .*purchase/);
  const judged = await release.facts('gate.judged');
  expect(judged.at(-1)).toMatchObject({
    gate: 'purchase',
    verdict: 'fail',
    reason: 'Exit code 1: 500 2.2.0',
  });
  const { met, schema } = await standing();
  expect({ met, schema }).toEqual({ met: before.met, schema: before.schema });
});

test('goes back by itself when users fail after the deployment', async () => {
  const customers = sendCustomers((await shop.journey.originOf('lab', 'shop')) ?? '');
  const release = await begin('shaky', 'watched', '2.2.0');
  const closed = await release.review();
  await customers.leave();
  expect(closed.outcome).toBe('rolled-back');
  expect(closed.rollback?.reason).toMatch(/^lab\/stabilize failed: /);
  expect(customers.met.some(({ status }) => status === 500)).toBe(true);
  const { met, running } = await standing();
  expect(met).toEqual({ status: 200, version: '1.0.0' });
  expect(running.map(({ version }) => version)).toEqual(['1.0.0', '1.0.0']);
});

test('goes back after the stated time when nobody decides about too little data', async () => {
  const before = await standing();
  const rollback = { ...wayBack, timeToDecide: '4s' };
  const order = { name: 'silent', policy: 'unvisited', version: '2.2.0' };
  const release = await shop.journey.begin(shopRelease(order, { rollback }));
  const asked = await release.untilBlocked('lab/canary/inconclusive');
  expect(asked.then).toBe('rolls back');
  expect(Date.parse(asked.until ?? '') - Date.parse(asked.since ?? '')).toBe(4_000);
  const closed = await release.review();
  expect(closed.rollback?.reason).toMatch(/inconclusive and nobody decided in time/);
  const rows = await ledgerRows(shop.journey.databaseUrl, release.name);
  const begun = factsIn(rows).find(({ event }) => event.type === 'rollback.started');
  expect(Date.parse(begun?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(asked.until ?? ''));
  const { met, schema } = await standing();
  expect({ met, schema }).toEqual({ met: before.met, schema: before.schema });
});

test('leaves an undoing that fails to a person, who skips it by its name', async () => {
  const before = await standing();
  const release = await begin('stuck', 'tested', '2.3.0');
  await release.untilBlocked('lab/uat');
  await release.command('opal', 'rollback');
  const { reason, remedy } = await release.untilBlocked('lab/schema/undo-failed');
  expect(reason).toContain('schema 2.3.0 in lab could not be taken back: ');
  expect(reason).toContain('a view still needs the column');
  expect(remedy).toContain('skip-compensation with the target lab/schema');
  const other = await release.command('opal', 'skip-compensation', { target: 'lab/shop' });
  expect(other.body.detail ?? other.body.reason).toContain('No failed undoing is called lab/shop.');
  const skipped = await release.command('opal', 'skip-compensation', { target: 'lab/schema' });
  expect(skipped.body.outcome).toBe('accepted');
  const closed = await release.review();
  expect(closed.changes.map(({ status }) => status)).toEqual(['undo-skipped', 'undone', 'undone']);
  expect(closed.incidents).toMatchObject([
    { kind: 'rollback-failed', how: expect.stringContaining('skipped') },
  ]);
  expect(closed.obligations[0]?.mandatoryBecause.join()).toContain('was skipped');
  const after = await standing();
  expect(after.met).toEqual(before.met);
  expect(after.schema).toMatchObject({ version: '2.3.0' });
});

import type { ReservationView } from '../../api/views/reservation-view.ts';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import { runningBelow } from '../support/journey/running.ts';

const hourMs = 3_600_000;
const uat = { group: 'testers', cycle: '1h', escalateTo: 'management' };
const target = 'lab/stabilize';

const shop = useJourney(async ({ apply, repository }) => {
  repository.version('2.0.0');
  await apply(
    shopPolicy('watched', {
      lab: quietEnvironment({ stabilize: { duration: '1h', observeEvery: '200ms' } }),
    }),
    shopPolicy('shared', { staging: quietEnvironment({ uat }) }, {}, {}, ['normal', 'emergency']),
  );
});

const begin = (name: string, version: string, components: readonly string[]) =>
  shop.journey.begin(shopRelease({ name, policy: 'watched', version, components }));

const shopsRunning = () =>
  runningBelow(shop.journey.stateFolder)
    .filter(({ cwd }) => cwd.includes('/shop/'))
    .map(({ version }) => version);

test('keeps the next release out while one stabilizes, until a person ends that', async () => {
  const first = await begin('first', '1.0.0', ['prices', 'shop']);
  await first.untilBlocked('lab/stabilize/watch');
  const second = await begin('second', '2.0.0', ['shop']);
  const waits = await second.untilBlocked('lab/deploy/lease');
  const watch = await first.untilBlocked('lab/stabilize/watch');
  expect(waits).toMatchObject({
    reason:
      `first stabilizes prices, shop in lab until ${watch.until}. ` +
      'This release would change shop.',
    clearedBy: expect.arrayContaining(['operations']),
    remedy: expect.stringContaining(`Send proceed to first, with target ${target}`),
    until: watch.until,
    then: 'goes on if the stabilization ended well',
  });

  const stranger = await first.command('nora', 'proceed', { target });
  expect([stranger.status, stranger.body.rule]).toEqual([403, 'command/not-entitled']);
  const elsewhere = await first.command('opal', 'proceed', { target: 'lab/deploy' });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'command/not-now']);
  expect((await first.command('opal', 'extend', { target })).body.outcome).toBe('accepted');
  const longer = new Date(Date.parse(watch.until ?? '') + hourMs).toISOString();
  await eventually('the next release hears of the later end', async () =>
    (await second.untilBlocked('lab/deploy/lease')).until === longer ? true : null,
  );
  expect(shopsRunning()).toEqual(['1.0.0']);

  expect((await first.command('opal', 'proceed', { target })).body.outcome).toBe('accepted');
  await second.untilBlocked('lab/stabilize/watch');
  expect(shopsRunning()).toContain('2.0.0');
  const over = await first.until('is reviewed', ({ phase }) => phase === 'reviewing');
  const stage = over.stages.find(({ id }) => id === target);
  expect(stage?.summary).toBe('A person ended the watch before its time was over.');
  const said = (await first.facts('statement.accepted')).map(({ says, about }) => [says, about]);
  expect(said).toEqual([
    ['extend', target],
    ['proceed', target],
  ]);
  await second.command('opal', 'rollback');
  await second.until('is back', ({ phase }) => phase === 'reviewing');
  expect(shopsRunning()).toEqual(['1.0.0']);
}, 120_000);

function shared(name: string, releaseClass: 'normal' | 'emergency') {
  const order = { name, policy: 'shared', version: '1.0.0', environments: ['staging'] };
  return shopRelease(order, { class: releaseClass });
}

const share = (...of: Parameters<typeof shared>) => shop.journey.begin(shared(...of));

type Held = {
  readonly name: string;
  readonly capacity: number;
  readonly holder: string | null;
  readonly holders: readonly { readonly release: string; readonly place: number }[];
  readonly fence: number;
  readonly reservedFor: object | null;
};

async function staging(): Promise<Held | undefined> {
  const nora = await shop.journey.person('nora');
  const { body } = await nora.get<{ environments: readonly Held[] }>('/v1/environments');
  return body.environments.find(({ name }) => name === 'staging');
}

const path = '/v1/environments/staging/reservations';
const later = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();

test('keeps a reserved environment free, names what is in the way, and gives it back', async () => {
  const { person } = shop.journey;
  const rita = await person('rita');
  const order = { release: 'planned', endsAt: later(1), reason: 'The sale begins.' };
  expect((await (await person('erin')).post(path, order)).status).toBe(403);
  const unknown = await rita.post<ProblemAnswer>('/v1/environments/moon/reservations', order);
  expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-environment']);
  const made = await rita.post<ReservationView>(path, order);
  expect(made).toMatchObject({ status: 201, body: { by: { person: 'rita' } } });
  const { id, endsAt } = made.body;
  const second = await rita.post<ProblemAnswer>(path, { ...order, release: 'other' });
  expect([second.status, second.body.code]).toEqual([409, 'reservation-overlap']);
  expect(second.body).toMatchObject({
    detail: expect.stringContaining('planned'),
    overlaps: [{ id, release: 'planned' }],
    earliestFree: { startsAt: endsAt },
  });
  const planned = await rita.post('/v1/plans', shared('other', 'normal'));
  expect(planned.body).toMatchObject({
    forecast: {
      conflicts: [{ kind: 'environment', with: ['planned'], until: endsAt }],
      slots: [{ environment: 'staging', start: endsAt }],
    },
  });
  const other = await share('other', 'normal');
  expect(await other.untilBlocked('staging/deploy/lease')).toMatchObject({
    reason: expect.stringContaining(`reserved for planned until ${endsAt} by rita: The sale`),
    clearedBy: ['rita'],
    until: endsAt,
  });
  expect(await staging()).toMatchObject({ holder: null, reservedFor: { reservation: id } });
  const mine = { ...order, release: 'other', startsAt: later(2), endsAt: later(3) };
  expect((await rita.post(path, mine)).status).toBe(201);
  // What is done for a release that has begun is in its ledger.
  const { body } = await rita.get<{ events: object[] }>(other.at('/events?pageSize=200'));
  expect(body.events).toContainEqual(
    expect.objectContaining({ action: expect.objectContaining({ action: 'reserve' }) }),
  );
  expect((await rita.delete(`${path}/${id}`)).status).toBe(204);
  await other.untilBlocked('staging/uat');
  await other.accept('una', 'staging/uat');
  await other.review();
}, 60_000);

test('lets an emergency before a release that only waits, and before no change', async () => {
  const holder = await share('holder', 'normal');
  await holder.untilBlocked('staging/uat');
  const patient = await share('patient', 'normal');
  await patient.untilBlocked('staging/deploy/lease');
  await patient.command('rita', 'pause');
  await holder.accept('una', 'staging/uat');
  await eventually('patient has it', async () =>
    (await staging())?.holder === 'patient' ? true : null,
  );
  const hotfix = await share('hotfix', 'emergency');
  await hotfix.untilBlocked('staging/uat');
  const before = await staging();
  expect(before?.holder).toBe('hotfix');
  const waits = await patient.untilBlocked('staging/deploy/lease');
  expect(waits.reason).toMatch(/hotfix holds staging.* let the emergency release hotfix before/);
  expect(await patient.facts('lease.yielded')).toMatchObject([{ to: 'hotfix' }]);
  await hotfix.accept('una', 'staging/uat');
  await patient.command('rita', 'resume');
  await patient.untilBlocked('staging/uat');
  expect((await staging())?.fence).toBe((before?.fence ?? 0) + 1);
  const urgent = await share('urgent', 'emergency');
  const held = await urgent.untilBlocked('staging/deploy/lease');
  expect(held).toMatchObject({
    reason: expect.stringMatching(/patient holds staging and is in the middle of its change/),
    clearedBy: ['testers'],
    remedy: expect.stringContaining('rollback'),
  });
  await patient.accept('una', 'staging/uat');
  await urgent.untilBlocked('staging/uat');
  await urgent.command('opal', 'rollback');
  await urgent.until('is back', ({ phase }) => phase === 'reviewing');
  for (const release of [holder, hotfix, patient, urgent]) await release.review();
}, 60_000);

test('takes in as many releases as it has room for, and one of them for each service', async () => {
  const of = (name: string, component: string) =>
    shop.journey.begin(
      shopRelease({
        name,
        policy: 'shared',
        version: '2.0.0',
        components: [component],
        environments: ['staging'],
      }),
    );
  const prices = await of('prices-1', 'prices');
  await prices.untilBlocked('staging/uat');
  const schema = await of('schema-1', 'schema');
  const alone = await schema.untilBlocked('staging/deploy/lease');
  expect(alone.reason).toMatch(/^prices-1 holds staging/);
  await shop.journey.arrange({ staging: { capacity: 2 } });
  await schema.untilBlocked('staging/uat');
  expect(await staging()).toMatchObject({
    capacity: 2,
    holders: [
      { release: 'prices-1', place: 1 },
      { release: 'schema-1', place: 2 },
    ],
  });
  const again = await of('prices-2', 'prices');
  const both = await again.untilBlocked('staging/deploy/lease');
  expect(both.reason).toMatch(/^prices-1, schema-1 hold staging|^prices-1 holds staging/);
  await schema.accept('una', 'staging/uat');
  await eventually('a place is free', async () =>
    (await staging())?.holders.length === 1 ? true : null,
  );
  expect((await again.untilBlocked('staging/deploy/lease')).reason).toMatch(/^prices-1 holds/);
  await prices.accept('una', 'staging/uat');
  await again.untilBlocked('staging/uat');
  await again.accept('una', 'staging/uat');
  for (const release of [prices, schema, again]) await release.review();
  await shop.journey.arrange({});
}, 60_000);

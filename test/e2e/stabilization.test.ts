import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { runningBelow } from '../support/journey/running.ts';

const hourMs = 3_600_000;
const target = 'lab/stabilize';

const shop = useJourney(async ({ apply, repository }) => {
  repository.version('2.0.0');
  await apply(
    shopPolicy('watched', {
      lab: quietEnvironment({ stabilize: { duration: '1h', observeEvery: '200ms' } }),
    }),
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

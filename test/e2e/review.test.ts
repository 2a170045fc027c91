import {
  members,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';

const lab = { lab: quietEnvironment() };

const managers = { management: ['mona', 'audra'], 'release-managers': ['rita', 'audra'] };

const shop = useJourney(({ regroup }) =>
  regroup(
    { ...members, ...managers },
    shopPolicy('hours', lab, { reviewDue: '72h', runbookDue: '48h' }),
    shopPolicy('seconds', lab, { reviewDue: '4s', runbookDue: '1h', remindBefore: ['2s'] }),
  ),
);

test('owes a review within 72 hours and runbooks within 48, and closes with both', async () => {
  const release = await shop.journey.begin(
    shopRelease({ name: 'owing', policy: 'hours', version: '1.0.0' }),
  );
  const owing = await release.until('owes', ({ obligations }) => obligations.length === 2);
  const live = Date.parse(owing.liveSince ?? '');
  const hours = owing.obligations.map(({ due }) => (Date.parse(due) - live) / 3_600_000);
  expect(hours).toEqual([72, 48]);
  const waits = owing.blockers.map(({ id, clearedBy, then }) => ({ id, clearedBy, then }));
  expect(waits).toEqual(
    ['review/review', 'review/runbook'].map((id) => ({
      id,
      clearedBy: ['release-managers'],
      then: 'is escalated to management',
    })),
  );
  const bare = await release.command('rita', 'complete-obligation', { target: 'review' });
  expect([bare.status, bare.body.detail]).toEqual([409, expect.stringMatching(/Evidence/)]);
  const evidence = 'https://wiki.example/review';
  const met = { target: 'review', evidence };
  expect((await release.command('nora', 'complete-obligation', met)).status).toBe(403);
  expect((await release.command('rita', 'complete-obligation', met)).body.outcome).toBe('accepted');
  expect((await release.view()).phase).toBe('reviewing');
  expect((await release.review()).outcome).toBe('released');
  const accepted = await release.facts('statement.accepted');
  expect(accepted[0]).toMatchObject({ about: 'review', evidence });
});

test('reminds the owner before a review is due, and tells those above after that', async () => {
  const release = await shop.journey.begin(
    shopRelease({ name: 'late', policy: 'seconds', version: '1.0.0' }),
  );
  const overdue = await release.until('is escalated', ({ obligations }) =>
    obligations.some(({ escalatedTo }) => escalatedTo !== null),
  );
  expect(overdue.obligations).toMatchObject([
    { id: 'review', escalatedTo: 'management', metAt: null },
    { id: 'runbook', escalatedTo: null, metAt: null },
  ]);
  const sent = await shop.journey.announcements();
  const about = sent.filter(({ subject }) => subject === 'Release late: review');
  expect(about.map(({ audience }) => audience)).toEqual([['release-managers'], ['management']]);
  expect(overdue.phase).toBe('reviewing');
  expect((await release.review()).outcome).toBe('released');
});

test('lets those above waive by name what is owed, and not who owes it', async () => {
  const order = { name: 'waived', policy: 'hours', version: '1.0.0' };
  const release = await shop.journey.begin(shopRelease(order));
  const owing = await release.until('owes', ({ obligations }) => obligations.length === 2);
  expect(owing.blockers[1]?.remedy).toMatch(/management may waive it/);
  const runbook = { target: 'runbook' };
  for (const [handle, why] of [
    ['rita', /for people of management/],
    ['audra', /owe it themselves/],
    ['nora', /for people of management/],
  ] as const) {
    const { status, body } = await release.command(handle, 'waive', runbook);
    expect([status, body.rule, body.detail]).toEqual([
      403,
      'command/not-entitled',
      expect.stringMatching(why),
    ]);
  }
  const mona = await shop.journey.person('mona');
  expect((await release.command('mona', 'waive', runbook)).body.outcome).toBe('accepted');
  const again = await release.command('mona', 'waive', runbook);
  expect([again.status, again.body.detail]).toEqual([409, 'runbook was waived already.']);
  const view = await release.until('owes one', ({ blockers }) => blockers.length === 1);
  expect(view.phase).toBe('reviewing');
  expect(view.obligations[1]).toMatchObject({ metAt: null, waived: { by: mona.subject } });
  expect(await release.facts('obligation.waived')).toMatchObject([
    { obligation: 'runbook', by: mona.subject },
  ]);
  const evidence = 'https://wiki.example/review';
  await release.command('rita', 'complete-obligation', { target: 'review', evidence });
  const closed = await release.untilClosed();
  expect(closed.stages.at(-1)?.summary).toBe('1 obligations are met; waived: runbook.');
});

import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';

const lab = { lab: quietEnvironment() };

const shop = useJourney(({ apply }) =>
  apply(
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

import { aPlan, aStage } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hourMs = 3_600_000;

/** A release that is live and owes a review in 72 hours and runbooks in 48. */
async function live(name: string): Promise<ReleaseActor> {
  const content = [aStage('build'), aStage('package'), aStage('promote')];
  const release = await stage.start(
    aPlan([...content, aStage('deploy'), aStage('review')], { name }),
  );
  await release.until(({ waits }) => waits.length === 2);
  return release;
}

describe('the review of a release', () => {
  test('is due 72 and 48 hours after go-live', async () => {
    const release = await live('due');
    const { obligations, liveSince, phase } = await release.state();
    const hours = obligations.map(
      ({ due }) => (Date.parse(due) - Date.parse(liveSince ?? '')) / hourMs,
    );
    expect(hours).toEqual([72, 48]);
    expect(phase).toBe('reviewing');
  });

  test('reminds its owner, then escalates, and stays open until both are met', async () => {
    const release = await live('overdue');
    await release.pass(25 * hourMs);
    await release.recorded('obligation.reminded');
    await release.pass(24 * hourMs);
    await release.recorded('obligation.escalated');
    await release.pass(1_000 * hourMs);
    expect(release.eventsOf('obligation.reminded').map(({ obligation }) => obligation)).toEqual([
      'runbook',
      'review',
    ]);
    expect(release.eventsOf('obligation.escalated')).toMatchObject([
      { obligation: 'runbook', to: 'management' },
      { obligation: 'review', to: 'management' },
    ]);
    expect(release.eventsOf('release.closed')).toEqual([]);
    await expect(release.review()).resolves.toBe('released');
  });

  test('closes only when the last obligation is met', async () => {
    const release = await live('one-by-one');
    await release.command('erin', 'complete-obligation', 'review');
    await release.pass(hourMs);
    expect((await release.state()).phase).toBe('reviewing');
    await release.command('erin', 'complete-obligation', 'runbook');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('takes no obligation as met without evidence, twice, or under an unknown name', async () => {
    const release = await live('evidence');
    const complete = (target: string, evidence: string | null) =>
      release.command('erin', 'complete-obligation', target, { evidence });
    await expect(complete('review', null)).resolves.toMatchObject({
      code: 'command/not-now',
      reason: expect.stringContaining('Evidence'),
    });
    await expect(complete('retro', 'doc')).resolves.toMatchObject({ code: 'command/not-now' });
    await expect(complete('review', 'doc')).resolves.toMatchObject({ outcome: 'accepted' });
    await expect(complete('review', 'doc')).resolves.toMatchObject({ code: 'command/not-now' });
    const accepted = release.eventsOf('statement.accepted');
    expect(accepted).toMatchObject([{ about: 'review', evidence: 'doc', by: 'erin' }]);
  });

  test('goes on though its reminders cannot be sent', async () => {
    stage.tools.failing.set('send log', 100);
    const release = await live('unreachable');
    await release.pass(100 * hourMs);
    const { stages } = await release.state();
    expect(stages.at(-1)).toMatchObject({ kind: 'review', status: 'running' });
    await expect(release.review()).resolves.toBe('released');
  });
});

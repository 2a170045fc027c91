import type { DeviationRequest, DeviationState } from '../../../domain/deviation/deviation.ts';
import { obligationsOf } from '../../../domain/review/obligations.ts';
import { aRequest } from '../../support/builders/deviation.ts';
import { aStage } from '../../support/builders/plan.ts';

const { review } = aStage('review');
const since = '2026-11-21T12:00:00.000Z';

const unused: Omit<DeviationState, keyof DeviationRequest> = {
  id: 'the-request',
  request: 'sha256:request',
  askedBy: 'erin',
  askedAt: since,
  grantedBy: 'management',
  answer: null,
  used: null,
  spentAt: null,
};

test('a release owes a review in 72 hours and runbooks in 48', () => {
  expect(
    obligationsOf(review, { deviations: [], askedDeviations: [], services: [] }, since),
  ).toMatchObject([
    { obligation: 'review', owner: 'engineers', due: '2026-11-24T12:00:00.000Z' },
    { obligation: 'runbook', owner: 'engineers', due: '2026-11-23T12:00:00.000Z' },
  ]);
});

test('what went another way than planned makes the review mandatory', () => {
  const deviations = ['Rolled back: a person asked for it.'];
  const [owed, runbook] = obligationsOf(
    review,
    { deviations, askedDeviations: [], services: [] },
    since,
  );
  expect(owed?.mandatoryBecause).toEqual(deviations);
  expect(runbook?.mandatoryBecause).toEqual([]);
});

test('what was promised for a deviation is owed once it was used, and cannot be waived', () => {
  const followUp = { what: 'Say why it could not wait', owner: 'engineers', due: since };
  const granted = { ...aRequest(since, { followUp }), ...unused };
  const owed = (used: typeof unused.used) =>
    obligationsOf(
      review,
      { deviations: [], askedDeviations: [{ ...granted, used }], services: [] },
      since,
    );
  expect(owed(null)).toHaveLength(2);
  expect(owed({ stage: 'production/window', at: since })[2]).toMatchObject({
    obligation: 'follow-up/the-request',
    title: 'Say why it could not wait',
    owner: 'engineers',
    due: since,
    mandatoryBecause: [expect.stringContaining('freeze in production')],
  });
});

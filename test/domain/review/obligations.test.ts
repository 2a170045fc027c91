import { obligationsOf } from '../../../domain/review/obligations.ts';
import { aStage } from '../../support/builders/plan.ts';

const { review } = aStage('review');
const since = '2026-11-21T12:00:00.000Z';

test('a release owes a review in 72 hours and runbooks in 48', () => {
  expect(obligationsOf(review, { deviations: [] }, since)).toMatchObject([
    { obligation: 'review', owner: 'engineers', due: '2026-11-24T12:00:00.000Z' },
    { obligation: 'runbook', owner: 'engineers', due: '2026-11-23T12:00:00.000Z' },
  ]);
});

test('what went another way than planned makes the review mandatory', () => {
  const deviations = ['Rolled back: a person asked for it.'];
  const [owed, runbook] = obligationsOf(review, { deviations }, since);
  expect(owed?.mandatoryBecause).toEqual(deviations);
  expect(runbook?.mandatoryBecause).toEqual([]);
});

import type { DeviationView } from '../../../api/views/deviation-view.ts';
import type { DeviationRequest } from '../../../domain/deviation/deviation.ts';
import { eventually } from './eventually.ts';
import type { JourneyPerson, ProblemAnswer } from './person.ts';
import type { JourneyRelease } from './release.ts';

/** RFC 3339. */
export const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** What somebody asks for, with two hours to use it. */
export const order = (scope: DeviationRequest['scope']): DeviationRequest => ({
  scope,
  reason: 'Orders are lost until this is out.',
  compensatingControl: 'Operations watches the orders.',
  until: inHours(2),
  followUp: { what: 'Say why it could not wait', owner: 'release-managers', due: inHours(48) },
});

export type Said = ProblemAnswer & { readonly id: string };

/** Asks, and returns what a person then reads of the deviation. */
export async function ask(
  release: JourneyRelease,
  person: JourneyPerson,
  body: object,
): Promise<DeviationView> {
  const said = await person.post<Said>(release.at('/deviations'), body);
  expect(said).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  return eventually('the deviation is listed', async () => {
    const { deviations } = await release.view();
    return deviations.find(({ id }) => id === said.body.id) ?? null;
  });
}

/** Grants it, unless the change says otherwise. */
export function answer(
  release: JourneyRelease,
  person: JourneyPerson,
  { id, request }: DeviationView,
  change: object = {},
) {
  const body = { verdict: 'grant', subjectDigest: request, ...change };
  return person.post<Said>(release.at(`/deviations/${id}/verdict`), body);
}

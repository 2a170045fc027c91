import type { Receipt, Statement } from '../../domain/approval/statement.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import type { DeviationRequest } from '../../domain/deviation/deviation.ts';
import { aRequest } from './builders/deviation.ts';
import type { ReleaseActor } from './release-actor.ts';

/** What `aRequest` asks to set aside. */
export const yearEndFreeze: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Year end',
  environments: ['production'],
  start: '2020-01-01T00:00:00.000Z',
  end: null,
  owner: 'management',
};

/** `erin` asks for a deviation; resolves with its id when the release has taken it. */
export async function ask(
  release: ReleaseActor,
  environment: string | null,
  change: Partial<DeviationRequest> = {},
): Promise<string> {
  const { scene } = release;
  const now = new Date(await scene.environment.currentTimeMs()).toISOString();
  const request: Statement = {
    ...release.head('erin', environment, scene.planDigest),
    kind: 'deviation-request',
    content: aRequest(now, change),
  };
  expect(await release.say(request)).toMatchObject({ outcome: 'accepted' });
  return request.id;
}

/** Somebody grants it; resolves with what the release says to that. */
export async function grant(
  release: ReleaseActor,
  by: string,
  deviation: string,
): Promise<Receipt> {
  const { askedDeviations } = await release.until(({ askedDeviations: known }) =>
    known.some(({ id }) => id === deviation),
  );
  const asked = askedDeviations.find(({ id }) => id === deviation);
  return release.say({
    ...release.head(by, null, asked?.request ?? ''),
    kind: 'deviation-verdict',
    content: { deviation, verdict: 'grant' },
  });
}

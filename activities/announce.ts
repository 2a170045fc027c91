import type { Announcement } from '../domain/message/message.ts';
import { announcementValues } from '../domain/message/values.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

type AnnounceStep = ActingStep & {
  readonly planDigest: string;
  readonly environment: string;
  readonly announcement: Announcement;
  readonly channel: string;
};

/** Tells the audience through one channel, once. Returns a reference to what was sent. */
export function createAnnounce(ports: Ports) {
  return async function announce(step: AnnounceStep): Promise<{ reference: string }> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const { announcement, environment, channel, key } = step;
    const { audience, subject, text } = announcement;
    // Older plans do not hold what people read, but how it is made.
    const wording =
      subject === undefined
        ? ports.fillIn(
            { subject: '{{ title }}: {{ environment }}', text },
            announcementValues(plan, environment),
          )
        : { subject, text };
    const reference = await ports.notifier(channel).send({ key, audience, ...wording });
    return { reference };
  };
}

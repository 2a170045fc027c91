import type { Announcement } from '../domain/message/message.ts';
import { announcementValues } from '../domain/message/values.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

type AnnounceStep = ActingStep & {
  readonly planDigest: string;
  readonly environment: string;
  readonly announcement: Announcement;
  /** Those of the announcement that this step tells through. Absent in older steps: all. */
  readonly channels?: readonly string[];
  /** What the message is known by, whichever step sends it. Absent in older ones: by their key. */
  readonly message?: string;
};

/** Tells the audience through channels, once each. Returns references to what was sent. */
export function createAnnounce(ports: Ports) {
  return async function announce(step: AnnounceStep): Promise<{ reference: string }> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const {
      announcement,
      environment,
      channels = announcement.channels,
      message = step.key,
    } = step;
    const { audience, subject, text } = announcement;
    // Older plans do not hold what people read, but how it is made.
    const wording =
      subject === undefined
        ? ports.fillIn(
            { subject: '{{ title }}: {{ environment }}', text },
            announcementValues(plan, environment),
          )
        : { subject, text };
    const references: string[] = [];
    for (const channel of channels) {
      const key = `${message}/${channel}`;
      references.push(await ports.notifier(channel).send({ key, audience, ...wording }));
    }
    return { reference: references.join(' ') };
  };
}

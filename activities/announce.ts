import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { AnnouncementPolicy } from '../domain/plan/policy.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

type AnnounceStep = ActingStep & {
  readonly planDigest: string;
  readonly environment: string;
  readonly announcement: AnnouncementPolicy;
};

/** Tells the audience through every channel, once each. Returns references to what was sent. */
export function createAnnounce(ports: Ports) {
  return async function announce(step: AnnounceStep): Promise<{ reference: string }> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const { announcement } = step;
    const references: string[] = [];
    for (const channel of announcement.channels) {
      const reference = await ports.notifier(channel).send({
        key: `${step.key}/${channel}`,
        audience: announcement.audience,
        subject: `${plan.title}: ${step.environment}`,
        text: fillIn(announcement.text, plan, step.environment),
      });
      references.push(reference);
    }
    return { reference: references.join(' ') };
  };
}

function fillIn(text: string, plan: ReleasePlan, environment: string): string {
  const versions = plan.components.map(({ name, version }) => `${name} ${version}`).join(', ');
  const values: Record<string, string> = {
    release: plan.name,
    title: plan.title,
    environment,
    versions,
  };
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

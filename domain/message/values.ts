import type { PlannedComponent, ReleasePlan } from '../plan/plan.ts';
import type { MessageKind, MessageValues } from './message.ts';

const ofEvery = ['release', 'title', 'class', 'accountable', 'versions', 'components'] as const;
const ofAnnouncements = ['environment', 'description'] as const;
const ofOthers = ['subject', 'message'] as const;
const ofHolds = ['environment', 'new', 'why'] as const;

/** Names that a template of that kind may use. */
export function valueNames(kind: MessageKind): readonly string[] {
  if (kind === 'go-live') return [...ofEvery, ...ofAnnouncements];
  const names = [...ofEvery, ...ofOthers];
  if (kind === 'held') return [...names, ...ofHolds];
  return kind === 'moved' ? [...names, ...ofHolds, 'old'] : names;
}

type Described = Pick<ReleasePlan, 'name' | 'title' | 'releaseClass' | 'accountable'> & {
  readonly components: readonly Pick<PlannedComponent, 'name' | 'version'>[];
};

/** What every message can say of its release. */
export function valuesOf(plan: Described): Readonly<Record<(typeof ofEvery)[number], unknown>> {
  const components = plan.components.map(({ name, version }) => ({ name, version }));
  return {
    release: plan.name,
    title: plan.title,
    class: plan.releaseClass,
    accountable: plan.accountable,
    versions: components.map(({ name, version }) => `${name} ${version}`).join(', '),
    components,
  };
}

/** What an announcement can say besides. */
export function announcementValues(
  plan: Described & Pick<ReleasePlan, 'description'>,
  environment: string,
): MessageValues {
  return { ...valuesOf(plan), environment, description: plan.description };
}

import type { NotifyRule } from './announcement-policy.ts';
import type { Audience, Notice } from './message.ts';

/** The rules of a policy with their audiences as they are applied now. Unknown ones tell nobody. */
export function noticesOf(
  rules: readonly NotifyRule[],
  audiences: readonly Audience[],
): readonly Notice[] {
  return rules.flatMap(({ of, to }) => {
    const audience = audiences.find(({ name }) => name === to);
    if (audience === undefined) return [];
    const { groups, people, channels } = audience;
    const templates = Object.fromEntries(
      Object.entries(audience.templates).filter(([kind]) => of.some((known) => known === kind)),
    );
    return [{ of, audience: [...groups, ...people], channels, templates }];
  });
}

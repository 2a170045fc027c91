import type { Environment } from './catalog.ts';
import type { EnvironmentPolicy } from './policy.ts';
import type { StageSources } from './stage-sources.ts';

/** What the stages of one environment are made from. */
export type InEnvironment = {
  readonly name: string;
  readonly environment: Environment;
  readonly policy: EnvironmentPolicy;
  readonly accountable: string;
  /** Components that users reach through the gateway, in the order of their waves. */
  readonly exposed: readonly string[];
  readonly owners: readonly string[];
  readonly sources: StageSources;
};

/** What every stage of an environment has. `step` is the last part of its id. */
export function base(
  { name, policy, accountable }: InEnvironment,
  step: string,
  title: string,
  responsible: readonly string[] = [policy.responsible],
) {
  return { id: `${name}/${step}`, title, accountable, responsible, environment: name };
}

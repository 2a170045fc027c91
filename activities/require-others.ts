import { exemptionsOf } from '../domain/other-release/exemptions.ts';
import { judgeOthers, type OtherPorts } from './look-at-others.ts';
import { type ProvenRelease, whyNoDeviation } from './open-by-deviation.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

/**
 * Proves, before anything is changed in an environment, that every release that is waited for has
 * come to what is awaited of it, by its own records, or that somebody has let this one go without.
 * What comes later is for people: half a change is not stopped because of others.
 */
export async function requireOthers(
  ports: OtherPorts & Pick<Ports, 'directory' | 'clock'>,
  proven: ProvenRelease,
  environment: string,
): Promise<void> {
  const { release, plan, state } = proven;
  const isChanged = state.changes.some(
    (change) => change.environment === environment && change.status !== 'registered',
  );
  if (isChanged) return;
  for (const stage of plan.stages) {
    if (stage.kind !== 'await-releases' || stage.environment !== environment) continue;
    for (const { awaited, verdict } of await judgeOthers(ports, release, stage.awaited)) {
      if (verdict.standing === 'met') continue;
      const why = await whyNotExempted(ports, proven, { environment, release: awaited.release });
      if (why !== null) throw refused(environment, `${verdict.reason} ${why}`.trimEnd());
    }
  }
}

/** Null where a deviation in use counts; else why those that are in use do not, as sentences. */
async function whyNotExempted(
  ports: OtherPorts & Pick<Ports, 'directory' | 'clock'>,
  proven: ProvenRelease,
  about: { readonly environment: string; readonly release: string },
): Promise<string | null> {
  const reasons: string[] = [];
  const now = ports.clock().toISOString();
  for (const deviation of exemptionsOf(proven.state, about, 'used', now)) {
    const why = await whyNoDeviation(ports, proven, deviation);
    if (why === null) return null;
    reasons.push(`The deviation ${deviation.id} does not count: ${why}.`);
  }
  return reasons.join(' ');
}

function refused(environment: string, why: string): StepFailure {
  return new StepFailure(
    'terminal',
    'guard/other-release',
    `The release does not enter ${environment} yet: ${why}`,
    'Send retry when the other release has come so far, or ask for a deviation of the kind ' +
      'other-release and send retry when it is granted.',
  );
}

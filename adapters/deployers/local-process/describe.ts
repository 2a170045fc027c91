import type { StepContext } from '../../../activities/ports/deployer.ts';
import type { Deployed } from '../../../domain/deployment/deployment.ts';
import { addressOf, probeAll } from './probe.ts';
import type { Slot, Standing, Version } from './state.ts';

/** A version with these of its instances, in the words of the port. */
export function describe(version: Version, slots: readonly Slot[]): Deployed {
  return {
    digest: version.digest,
    version: version.version,
    instances: slots.map((slot) => ({
      id: nameOfSlot(slot),
      address: addressOf(slot),
    })),
  };
}

/** A version with those of its instances that live and answer as that version, at this moment. */
export async function describeLiving(
  standing: Standing | null,
  context: StepContext,
): Promise<Deployed | null> {
  if (standing === null) return null;
  const probes = await probeAll(standing, context);
  const unready = standing.slots.flatMap((slot, index) => {
    const { ready = false, reason = 'it was not asked' } = probes[index] ?? {};
    return ready ? [] : [{ id: nameOfSlot(slot), reason }];
  });
  const living = standing.slots.filter((_, index) => probes[index]?.ready);
  return { ...describe(standing, living), ...(unready.length === 0 ? {} : { unready }) };
}

function nameOfSlot({ slot, process }: Slot): string {
  return `${slot}/${process?.pid ?? 'unknown'}`;
}

/** How a version is named to people. */
export function nameOf(version: Version | null): string {
  return version === null ? 'nothing' : `${version.version} (${version.digest})`;
}

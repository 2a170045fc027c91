import type { DecidedRequirement } from '../domain/approval/tally.ts';
import { isBypassOf, reducedBy } from '../domain/deviation/bypasses.ts';
import { taken } from '../domain/deviation/overrides.ts';
import { outlineOf } from '../domain/revision/outline-of.ts';
import { subjectAsked } from '../domain/revision/subject-asked.ts';
import { type ProvenRelease, whyNoDeviation } from './open-by-deviation.ts';
import type { Ports } from './ports/index.ts';

type ProofPorts = Pick<Ports, 'statements' | 'verifier' | 'directory' | 'clock'>;

/**
 * What is enough of each requirement by the bypasses that were used for exactly what goes out, and
 * that count at this moment: signed by two people, and within their time. How many people are
 * enough is what the sealed plan says. `because` are the reasons of those that count for nothing.
 */
export async function reduceByBypasses(
  ports: ProofPorts,
  proven: ProvenRelease,
  decided: readonly DecidedRequirement[],
): Promise<{
  readonly decided: readonly DecidedRequirement[];
  readonly because: readonly string[];
}> {
  const { release, plan, state } = proven;
  const because: string[] = [];
  const outline = outlineOf(plan);
  const reduced = decided.map(async (requirement): Promise<DecidedRequirement> => {
    const asked = state.requirements.find(({ id }) => id === requirement.id);
    const rule = plan.deviations?.bypass;
    if (asked === undefined || rule === undefined) return requirement;
    const { id, environment } = asked;
    const subjectDigest = subjectAsked(release, { state, outline }, asked);
    for (const bypass of taken(state)) {
      if (!isBypassOf(bypass, { id, environment, subjectDigest })) continue;
      const why = await whyNoDeviation(ports, proven, bypass);
      if (why === null) return reducedBy(requirement, { ...rule, askedBy: bypass.askedBy });
      because.push(`the bypass ${bypass.id} does not count, because ${why}`);
    }
    return requirement;
  });
  return { decided: await Promise.all(reduced), because };
}

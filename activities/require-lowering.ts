import { whyNotLowered } from '../domain/deviation/why-not-lowered.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { SealedPlan } from './ports/records.ts';
import { provenAct } from './proven-act.ts';

type LoweringPorts = Pick<Ports, 'statements' | 'verifier' | 'directory'>;

/**
 * A plan of lowered rigor counts by what two people signed for exactly this release before it was
 * sealed, and by nothing that it says of them itself.
 */
export async function requireLowering(
  ports: LoweringPorts,
  { release, plan, seal }: SealedPlan,
  state: ReleaseState,
): Promise<void> {
  const { lowering } = plan;
  if (lowering === undefined) return;
  const [asked, granted, sealed] = await Promise.all([
    provenAct(ports, lowering.request),
    provenAct(ports, lowering.answer.statement),
    ports.verifier.verifySeal(seal),
  ]);
  if (asked === null || granted === null || 'refused' in sealed) throw refuse('it is not signed');
  const groups = await ports.directory.groupsOf(granted.by);
  const started = { release, state, sealedAt: sealed.content.issuedAt };
  const why = whyNotLowered(started, lowering, { asked, granted, groups });
  if (why !== null) throw refuse(why);
}

function refuse(why: string): StepFailure {
  return new StepFailure(
    'terminal',
    'guard/lowering',
    `The release has less rigor than its risk asks for, and that does not count: ${why}.`,
    'Send the command withdraw or rollback, and start a release with the rigor that the rules ' +
      'ask for, or with an exemption that somebody else has granted.',
  );
}

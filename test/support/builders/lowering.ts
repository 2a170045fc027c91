import {
  aLowering,
  type GrantedLowering,
  grantedOf,
  type LoweringRequest,
} from '../../../domain/deviation/lowering.ts';
import type { ProposalAct } from '../../../domain/proposal/act.ts';
import { answeredAct, proposedAct } from '../../../domain/proposal/signed-acts.ts';
import { aRequest } from './deviation.ts';

/** What belongs into `major` shall be handled as `normal`. */
export function loweringRequest(at: string): LoweringRequest {
  return {
    ...aRequest(at),
    scope: {
      kind: 'lowering',
      subjectDigest: 'sha256:what-was-weighed',
      levels: [{ what: 'class', stated: 'normal', ruled: 'major' }],
    },
    release: 'spring',
    grantedBy: 'management',
  };
}

/** `erin` asks for it, and `mona` grants it in the same moment. */
function closedLowering(request: LoweringRequest, at: string) {
  const asked = aLowering(request, { id: 'lowering-1', by: 'erin', at });
  return { ...asked, closed: { outcome: 'confirmed', by: 'mona', at, reason: null } as const };
}

export function grantedLowering(request: LoweringRequest, at: string): GrantedLowering {
  const granted = grantedOf(closedLowering(request, at));
  if (granted === null) throw new Error('It was granted.');
  return granted;
}

/** What both of them have signed. */
export function loweringActs(
  request: LoweringRequest,
  at: string,
): { readonly asked: ProposalAct; readonly granted: ProposalAct } {
  const lowering = closedLowering(request, at);
  const granted = answeredAct(lowering);
  if (granted === null) throw new Error('It was granted.');
  return { asked: proposedAct(lowering), granted };
}

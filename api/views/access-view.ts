import { type AccessRequest, resourceOf } from '../../domain/access/access.ts';
import { accountName } from '../../domain/access/account-name.ts';
import { requestDigest } from '../../domain/access/act.ts';
import {
  type AccessPhase,
  type AccessState,
  endsAt,
  type Voice,
} from '../../domain/access/state.ts';
import type { ApiRecords } from '../records-port.ts';

/** `person` is the handle; null when nobody has that id any more. */
type Named = { readonly subject: string; readonly person: string | null; readonly at: string };

/** An access as people see it. */
export type AccessView = AccessRequest & {
  readonly access: string;
  readonly phase: AccessPhase;
  readonly subjectDigest: string;
  readonly asked: Named;
  readonly decideBy: string;
  /** Groups whose people decide, by the catalog as it is now. */
  readonly decidedBy: readonly string[];
  readonly decided: Named | null;
  /** The name to log in with. */
  readonly account: string;
  readonly passwordTakenAt: string | null;
  readonly endsAt: string;
  readonly confirmBy: string | null;
  readonly confirmed: readonly Named[];
  readonly ending: AccessState['ending'];
  readonly revokeOverdueSince: string | null;
  readonly revokedAt: string | null;
};

export async function accessView(
  state: AccessState,
  { personOf, catalog }: Pick<ApiRecords, 'personOf' | 'catalog'>,
): Promise<AccessView> {
  const { access, phase, request, decideBy, confirmBy, ending, revokedAt } = state;
  const named = async ({ by, at }: Voice): Promise<Named> => {
    return { subject: by, person: await personOf(by), at };
  };
  const environments = (await catalog())?.catalog.environments ?? [];
  const overdue = revokedAt === null ? state.overdueSince : null;
  return {
    ...request,
    access,
    phase,
    subjectDigest: requestDigest(request),
    asked: await named(state.asked),
    decideBy,
    decidedBy: resourceOf(environments, request)?.grantedBy ?? [],
    decided: state.decided === null ? null : await named(state.decided),
    account: accountName(access),
    passwordTakenAt: state.credentials?.at ?? null,
    endsAt: endsAt(state),
    confirmBy,
    confirmed: await Promise.all(state.confirmedBy.map(named)),
    ending,
    revokeOverdueSince: overdue,
    revokedAt,
  };
}

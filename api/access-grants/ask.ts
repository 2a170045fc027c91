import { randomUUID } from 'node:crypto';
import { type AccessRequest, accessName, resourceOf } from '../../domain/access/access.ts';
import { requestDigest } from '../../domain/access/act.ts';
import type { AccessState } from '../../domain/access/state.ts';
import { whyNotAsked } from '../../domain/access/why-not-asked.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { Actor } from '../access/actor.ts';
import { requireEnvironment } from '../environments/reserve.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { ApiRecords } from '../records-port.ts';
import { claimKey } from '../releases/claim-key.ts';
import type { Services } from '../services.ts';
import { actOf, signAndKeep } from './sign-act.ts';

/** What somebody asks for. Of `until` and `durationMs` one is said. */
export type AccessOrder = Omit<AccessRequest, 'until'> & {
  readonly until: string | null;
  readonly durationMs: number | null;
};

/** How long a caller waits until it is recorded. */
const recordedWithinMs = 3_000;

/**
 * Asks for an access in the name of a person. With the same key it is the same access. The state is
 * null when the workflow has not spoken in time. Throws a `Problem` for what the catalog does not
 * offer, before anything is signed.
 */
export async function askForAccess(
  order: AccessOrder,
  idempotencyKey: string | null,
  { subject }: Pick<Actor, 'subject'>,
  services: Services,
): Promise<{ readonly access: string; readonly state: AccessState | null }> {
  const { records, releases } = services;
  const access = await nameOf(order, idempotencyKey, subject, records);
  const id = `${access}/ask`;
  const known = await records.accessState(access);
  if (known !== null) return { access, state: known };
  const signed = await records.findStatement(id);
  const kept = signed ?? (await sign({ id, access }, order, subject, services));
  const what = accessName({ ...order, until: order.until ?? 'later' });
  await releases.access.start(access, { jws: kept.jws }, what);
  const receipt = await releases.access.receipt(access, id, recordedWithinMs);
  return { access, state: receipt === null ? null : await records.accessState(access) };
}

/** One key of one person is one access. */
async function nameOf(
  order: AccessOrder,
  key: string | null,
  actor: string,
  records: ApiRecords,
): Promise<string> {
  if (key === null) return `a-${randomUUID()}`;
  const chosen = { actor, key: `access ${key}`, requestDigest: contentDigest(order) };
  if (!(await claimKey(chosen, records))) {
    throw new Problem('idempotency-key-reused', {
      detail: `You have used the key ${key} for another request.`,
    });
  }
  return `a-${contentDigest([actor, key]).slice('sha256:'.length, 'sha256:'.length + 32)}`;
}

async function sign(
  { id, access }: { readonly id: string; readonly access: string },
  order: AccessOrder,
  by: string,
  services: Services,
) {
  const { records, clock } = services;
  const now = clock();
  const { durationMs, ...rest } = order;
  const until = order.until ?? new Date(now.getTime() + (durationMs ?? 0)).toISOString();
  const request: AccessRequest = { ...rest, until };
  await requireEnvironment(request.environment, records);
  await requireRelease(request, records);
  const environments = (await records.catalog())?.catalog.environments ?? [];
  const refusal = whyNotAsked(request, resourceOf(environments, request), now.toISOString());
  if (refusal !== null) {
    const member = refusal.member === 'until' && order.until === null ? 'duration' : refusal.member;
    throw wrong(refusal.code, `/${member ?? ''}`, refusal.reason);
  }
  const content = { act: 'ask', request } as const;
  const subjectDigest = requestDigest(request);
  const act = actOf({ id, access, subjectDigest, by, content }, now);
  const kept = (await signAndKeep(act, services)) ?? (await records.findStatement(id));
  if (kept === null) throw new Error(`The statement ${id} was kept and is gone.`);
  return kept;
}

async function requireRelease({ release }: AccessRequest, records: ApiRecords): Promise<void> {
  if (release === null || (await records.planInForce(release)) !== null) return;
  throw wrong('unknown-release', '/release', `No release is called ${release}.`);
}

function wrong(code: string, pointer: string, message: string): Problem {
  const remedy = 'GET /v1/catalog shows under `access` of the environment what may be asked for.';
  const errors = [{ code, pointer, message, remedy }];
  return new Problem('invalid-body', { detail: summaryOf(errors), errors });
}

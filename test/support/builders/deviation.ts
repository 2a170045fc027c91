import type { Statement } from '../../../domain/approval/statement.ts';
import {
  type DeviationRequest,
  type DeviationScope,
  environmentOfScope,
} from '../../../domain/deviation/deviation.ts';
import { contentDigest } from '../../../domain/ledger/digest.ts';
import type { DeviationPolicy } from '../../../domain/plan/policy.ts';

export const hourMs = 3_600_000;

/** Management lifts the calendar; the board waives gates. */
export const deviationPolicy: Required<DeviationPolicy> = {
  calendar: { grantedBy: 'management', longestMs: 4 * hourMs },
  gate: { grantedBy: 'cab', longestMs: 24 * hourMs },
  bypass: {
    grantedBy: 'management',
    longestMs: 4 * hourMs,
    approvals: 1,
    collectWithinMs: 24 * hourMs,
  },
  lowering: { grantedBy: 'management', longestMs: 48 * hourMs },
  revision: { grantedBy: 'management', longestMs: 48 * hourMs },
  'other-release': { grantedBy: 'management', longestMs: 24 * hourMs },
};

const freezeLifted: DeviationScope = {
  kind: 'calendar',
  environment: 'production',
  entries: ['freeze'],
  outsideWindows: false,
};

/** A request that stands, made at an instant, RFC 3339. */
export function aRequest(now: string, change: Partial<DeviationRequest> = {}): DeviationRequest {
  const inHours = (hours: number) => new Date(Date.parse(now) + hours * hourMs).toISOString();
  return {
    scope: freezeLifted,
    reason: 'Orders are lost until this is out.',
    compensatingControl: 'Two engineers watch the orders.',
    until: inHours(2),
    followUp: { what: 'Say why it could not wait', owner: 'engineers', due: inHours(48) },
    ...change,
  };
}

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

export type AskedAndGranted = {
  readonly request: Of<'deviation-request'>;
  readonly requestDigest: string;
  readonly verdict: Of<'deviation-verdict'>;
};

/** What `erin` asks for, and what `mona` says to it. */
export function askedAndGranted(
  about: { readonly release: string; readonly planDigest: string; readonly now: string },
  change: Partial<DeviationRequest> = {},
): AskedAndGranted {
  const { release, planDigest, now } = about;
  const content = aRequest(now, change);
  const { scope } = content;
  const environment = environmentOfScope(scope);
  const shared = { release, environment, commentDigest: null, nonce: '1', issuedAt: now };
  const head = { ...shared, expiresAt: new Date(Date.parse(now) + 24 * hourMs).toISOString() };
  const request = {
    ...head,
    id: 'the-request',
    subjectDigest: planDigest,
    by: 'erin',
    kind: 'deviation-request' as const,
    content,
  };
  const requestDigest = contentDigest(request);
  const verdict = {
    ...head,
    id: 'the-verdict',
    subjectDigest: requestDigest,
    by: 'mona',
    kind: 'deviation-verdict' as const,
    content: { deviation: request.id, verdict: 'grant' as const },
  };
  return { request, requestDigest, verdict };
}

import { randomBytes } from 'node:crypto';
import type { Statement } from '../../domain/approval/statement.ts';
import { environmentOfScope } from '../../domain/deviation/deviation.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { StatementOrder } from './statement-order.ts';

/** A worker may be away for a night; what has waited longer has to be said again. */
const validityMs = 24 * 3_600_000;

/** The statement that a person's words become. */
export function createStatement(
  order: StatementOrder,
  about: {
    readonly id: string;
    readonly by: string;
    readonly planDigest: string;
    readonly state: ReleaseState;
    readonly commentDigest: string | null;
    readonly now: Date;
  },
): Statement {
  const head = {
    id: about.id,
    release: order.release,
    environment: environmentOf(order, about.state),
    subjectDigest: order.subjectDigest ?? about.planDigest,
    by: about.by,
    commentDigest: about.commentDigest,
    nonce: randomBytes(16).toString('base64url'),
    issuedAt: about.now.toISOString(),
    expiresAt: new Date(about.now.getTime() + validityMs).toISOString(),
  };
  switch (order.kind) {
    case 'decision':
      return { ...head, kind: order.kind, content: order.content };
    case 'uat-verdict':
      return { ...head, kind: order.kind, content: order.content };
    case 'uat-defect':
      return { ...head, kind: order.kind, content: order.content };
    case 'task-report':
      return { ...head, kind: order.kind, content: order.content };
    case 'deviation-request':
      return { ...head, kind: order.kind, content: order.content };
    case 'deviation-verdict':
      return { ...head, kind: order.kind, content: order.content };
    case 'revision':
      return { ...head, kind: order.kind, content: order.content };
    case 'alert':
      return { ...head, kind: order.kind, content: order.content };
    case 'command':
      return { ...head, kind: order.kind, content: order.content };
  }
}

/** That of the requirement. A command or a revision is about the whole release. */
function environmentOf(order: StatementOrder, state: ReleaseState): string | null {
  if (order.kind === 'command' || order.kind === 'revision') return null;
  if (order.kind === 'alert') return order.environment ?? null;
  if (order.kind === 'deviation-request') return environmentOfScope(order.content.scope);
  if (order.kind === 'deviation-verdict') {
    const { deviation } = order.content;
    const asked = state.askedDeviations.find(({ id }) => id === deviation);
    return asked === undefined ? null : environmentOfScope(asked.scope);
  }
  const { requirement: id } = order.content;
  return state.requirements.find((requirement) => requirement.id === id)?.environment ?? null;
}

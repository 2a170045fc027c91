import type { AccessRequest } from '../../domain/access/access.ts';
import { accessName } from '../../domain/access/access.ts';
import { offeredNow } from './offered-now.ts';
import type { AccessPorts } from './ports.ts';

export type AccessNews = {
  readonly access: string;
  readonly request: AccessRequest;
  readonly news: 'overdue' | 'confirm';
  /** RFC 3339: since when it is overdue, or until when it has to be confirmed. */
  readonly at: string;
};

const channels = ['log', 'file'];

/** Tells those who grant and revoke that something is theirs to look at. Once for each instant. */
export function createTellAccess(ports: AccessPorts) {
  return async function tellAboutAccess(order: AccessNews): Promise<void> {
    const { access, request, news, at } = order;
    const offered = await offeredNow(ports, request);
    const audience = [...(offered?.grantedBy ?? []), ...(offered?.revokedBy ?? [])];
    const key = `access/${access}/${news}/${at}`;
    for (const channel of channels) {
      const message = { key: `${key}/${channel}`, audience, ...wordsOf(order) };
      await ports.notifier(channel).send(message);
    }
  };
}

function wordsOf({ access, request, news, at }: AccessNews): { subject: string; text: string } {
  const what = accessName(request);
  if (news === 'confirm') {
    return {
      subject: `Confirm ${access}: ${what}`,
      text:
        `Without a word it ends at ${at}. Who still needs it is asked by nobody else: confirm it ` +
        `with POST /v1/access/${access}/confirmations, or let it end.`,
    };
  }
  return {
    subject: `Not taken away: ${access}, ${what}`,
    text:
      `It should have been taken away; since ${at} that is overdue. Tidegate goes on trying. ` +
      'Look at the database and at the worker’s address for it, or close it by hand.',
  };
}

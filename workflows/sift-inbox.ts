import type { Recognition } from '../activities/recognise-statements.ts';
import { steadfast } from './activity-proxies.ts';
import type { Message } from './contract.ts';
import {
  grantedEnvironment,
  isSigned,
  recalledEnvironment,
  refuse,
  whyHopeless,
} from './refuse.ts';
import type { ReleaseRun } from './release-run.ts';

/** So many messages at once are no conversation between people and a release. */
const burst = 10;
/**
 * Of one step's messages. Each step waits its turn behind every signal that is on its way, so a few
 * big ones hear people sooner than many small ones; Temporal takes 2 MiB as one payload.
 */
const signedPerStep = 1_000;
const charactersPerStep = 1024 * 1024;
const messagesPerStep = 4_000;

export function isBurst(run: ReleaseRun): boolean {
  return run.inbox.length >= burst;
}

/**
 * Looks through the first messages of a burst in one step, and drops those that cannot count: what
 * is no signed statement, what the API has never signed, and what was answered before. Returns how
 * many stay at the head of the inbox, to be taken in one by one.
 */
export async function siftInbox(run: ReleaseRun): Promise<number> {
  const batch = firstOf(run.inbox);
  const signed = new Set(batch.flatMap(({ payload }) => (isSigned(payload) ? payload.jws : [])));
  const recognised = await recognise([...signed]);
  const seen = new Set<string>();
  const kept = batch.filter((message) => staysIn(run, message, recognised, seen));
  run.inbox.splice(0, batch.length, ...kept);
  return kept.length;
}

function firstOf(inbox: readonly Message[]): readonly Message[] {
  const signed = new Set<string>();
  let characters = 0;
  const first = inbox.slice(0, messagesPerStep);
  const end = first.findIndex(({ payload }) => {
    // What is sent again and again is looked at once.
    if (!isSigned(payload) || signed.has(payload.jws)) return false;
    signed.add(payload.jws);
    characters += payload.jws.length;
    return signed.size > signedPerStep || characters > charactersPerStep;
  });
  return end < 0 ? first : first.slice(0, end);
}

async function recognise(signed: readonly string[]): Promise<ReadonlyMap<string, Recognition>> {
  if (signed.length === 0) return new Map();
  const summary = `Look through ${signed.length} messages`;
  const found = await steadfast(summary).recogniseStatements({ signed });
  return new Map(signed.map((jws, index) => [jws, found[index] ?? unanswered]));
}

const unanswered: Recognition = {
  refused: { code: 'signature/unreadable', reason: 'It could not be looked at.' },
};

/** Whether a message still has to be taken in. Refuses or counts the others. */
function staysIn(
  run: ReleaseRun,
  message: Message,
  recognised: ReadonlyMap<string, Recognition>,
  seen: Set<string>,
): boolean {
  const { signal, payload } = message;
  const known = isSigned(payload) ? recognised.get(payload.jws) : undefined;
  const why =
    whyHopeless(run, message) ?? (known !== undefined && 'refused' in known ? known.refused : null);
  if (why !== null) {
    refuse(run, null, signal, why);
    return false;
  }
  // Twice in one burst is a repeat as well: the first one gets the answer.
  const id = known !== undefined && 'id' in known ? known.id : aboutLease(message);
  const isRepeat =
    id === null || seen.has(id) || run.state.receipts.some((receipt) => receipt.id === id);
  if (isRepeat) run.countRefusal();
  else seen.add(id);
  return !isRepeat;
}

function aboutLease({ signal, payload }: Message): string | null {
  if (signal !== 'lease-recalled') return grantedEnvironment(payload);
  return `${signal} ${recalledEnvironment(payload)}`;
}

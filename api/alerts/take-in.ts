import { addressAlert } from '../../domain/alert/address-alert.ts';
import type { AlertContent } from '../../domain/alert/alert.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { Catalog } from '../../domain/plan/catalog.ts';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import type { ReceivedAlert, TakenAlert } from '../schemas/alerts.ts';
import type { Services } from '../services.ts';
import { say } from '../statements/say.ts';

/** A statement travels through history: of a label that is longer, or of more of them, none do. */
const longestLabel = 200;
const mostLabels = 60;
/** Of a sha-256 in hexadecimal: 192 bits. */
const digitsOfId = 48;

/**
 * Tells an alert to every release that holds the environment it speaks of, each as a statement of
 * the account that sent it. The id of the statement is made from what it says, so that an alert
 * that is sent again is the same statement. What no release heeds is answered, logged and counted.
 * Throws only when Temporal or PostgreSQL are away: then the sender sends it again.
 */
export async function takeIn(
  received: ReceivedAlert,
  catalog: Catalog,
  actor: Actor,
  services: Services,
): Promise<TakenAlert> {
  const { labels, status, fingerprint } = received;
  const name = (labels['alertname'] ?? 'unnamed').slice(0, longestLabel);
  const known = { name, fingerprint, status };
  const address = addressAlert(labels, catalog);
  if ('reason' in address) {
    const reason = `${address.reason} ${address.remedy}`;
    const nowhere = { environment: null, service: null, outcome: 'no-address' as const };
    return note({ ...known, ...nowhere, reason, releases: [] }, services);
  }
  const { environment, service } = address;
  const content: AlertContent = { ...known, ...startOf(received), service, labels: kept(labels) };
  const holders = await holdersOf(environment, services);
  const told = { content, environment };
  const releases = await Promise.all(holders.map((each) => tell(each, told, actor, services)));
  const isTold = releases.length > 0;
  return note(
    {
      ...known,
      environment,
      service,
      outcome: isTold ? 'told' : 'no-release',
      reason: isTold ? 'Releases there have heard of it.' : `No release holds ${environment} now.`,
      releases,
    },
    services,
  );
}

/** However its time zone is written, it is the same instant. */
function startOf({ startsAt }: ReceivedAlert): Pick<AlertContent, 'startsAt'> {
  return { startsAt: new Date(startsAt).toISOString() };
}

function kept(labels: ReceivedAlert['labels']): Readonly<Record<string, string>> {
  const short = Object.entries(labels).filter(
    ([label, value]) => label.length <= longestLabel && value.length <= longestLabel,
  );
  const sorted = short.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, mostLabels));
}

async function holdersOf(environment: string, { records }: Services): Promise<readonly string[]> {
  const leases = await records.listLeases();
  const here = leases.filter((lease) => lease.environment === environment);
  return [...new Set(here.flatMap(({ release }) => release ?? []))];
}

type Told = { readonly content: AlertContent; readonly environment: string };

async function tell(
  release: string,
  { content, environment }: Told,
  actor: Actor,
  services: Services,
): Promise<TakenAlert['releases'][number]> {
  const words = {
    kind: 'alert' as const,
    content,
    release,
    environment,
    comment: null,
    subjectDigest: null,
  };
  // Each account speaks for itself: nobody keeps another from being heard.
  const digest = contentDigest({ ...words, by: actor.subject });
  const id = `alert-${digest.slice('sha256:'.length, 'sha256:'.length + digitsOfId)}`;
  try {
    const { receipt } = await say({ ...words, id }, actor, services);
    if (receipt !== null) return { release, ...receiptParts(receipt) };
    return { release, outcome: 'awaited', code: null, reason: 'The release has not answered yet.' };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return { release, outcome: 'refused', code: error.code, reason: error.message };
  }
}

function receiptParts({ outcome, code, reason }: Omit<TakenAlert['releases'][number], 'release'>) {
  return { outcome, code, reason };
}

function note(taken: TakenAlert, { log, metrics }: Services): TakenAlert {
  const { name, fingerprint, status, environment, outcome } = taken;
  const heeded = taken.releases.some((each) => each.outcome !== 'refused');
  metrics.alerts.inc({ status, outcome: outcome === 'told' && !heeded ? 'not-heeded' : outcome });
  if (!heeded) {
    const reason = taken.releases[0]?.reason ?? taken.reason;
    log.warn({ alert: name, fingerprint, status, environment, reason }, 'An alert is not heeded.');
  }
  return taken;
}

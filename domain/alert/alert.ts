import type { Steadiness } from './is-steady.ts';

/**
 * Which alerts of a monitoring system are heeded while a release stands in an environment and has
 * not passed it, and what one of them leads to. An alert takes back or asks; it never lets anything
 * through.
 */
export type AlertPolicy = {
  /** Group of the accounts whose alerts count. */
  readonly from: string;
  /**
   * Labels that an alert has to carry, each with one of these values. Absent: it may carry any.
   */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  /** Takes the release back at once, or asks a person who has the decision time. */
  readonly onFiring: 'rollback' | 'ask';
  /** How steadily it has to fire. Absent: once is enough. */
  readonly steady?: Steadiness;
};

/** How the labels of alerts are read, as the catalog declares it. */
export type AlertLabels = {
  /** Label that names the environment. Absent: `environment`. */
  readonly environmentLabel?: string;
  /** Label that names the service. Absent: `service`. */
  readonly serviceLabel?: string;
  /** What monitoring calls environments, where that is not their name: `prod: production`. */
  readonly environments?: Readonly<Record<string, string>>;
  /** What monitoring calls services, where that is not their name. */
  readonly services?: Readonly<Record<string, string>>;
};

export const alertStatuses = ['firing', 'resolved'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/** What a statement of the kind `alert` says: one alert that began to fire, or that stopped. */
export type AlertContent = {
  /** What monitoring tells alerts apart by; the same for every time that this one fires. */
  readonly fingerprint: string;
  /** Its name, such as `HighErrorRate`. */
  readonly name: string;
  readonly status: AlertStatus;
  /** RFC 3339 instant since which it fires, or fired. */
  readonly startsAt: string;
  /** The service that it is about; null: it names none, and is about the whole environment. */
  readonly service: string | null;
  readonly labels: Readonly<Record<string, string>>;
};

/** An alert as a release has taken it in. */
export type SaidAlert = Pick<AlertContent, 'fingerprint' | 'name' | 'status' | 'startsAt'> & {
  readonly environment: string;
};

/** One firing of one alert, as the release knows it. */
export type AlertState = Omit<SaidAlert, 'status'> & {
  /** RFC 3339 instants at which the release heard of it. */
  readonly firedAt: string;
  readonly resolvedAt: string | null;
  /**
   * `pending`: it may become a breach. `breach`: it has taken the release back, or people were
   * asked. `passed`: it ended, or the release left the environment, before it became one.
   */
  readonly verdict: 'pending' | 'breach' | 'passed';
};

/** What became of an alert that a release has taken in. */
export type AlertEvents = {
  readonly type: 'alert.judged';
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly environment: string;
  readonly name: string;
  readonly outcome: 'breach' | 'passed';
  readonly reason: string;
};

/** Whether two are the same firing of the same alert. */
export function isSameFiring(
  one: Pick<AlertState, 'fingerprint' | 'startsAt'>,
  other: Pick<AlertState, 'fingerprint' | 'startsAt'>,
): boolean {
  return one.fingerprint === other.fingerprint && one.startsAt === other.startsAt;
}

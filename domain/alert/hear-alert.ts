import { type AlertEvents, type AlertState, isSameFiring, type SaidAlert } from './alert.ts';

/** What is known of alerts after a release has taken one in at that instant (RFC 3339). */
export function hearAlert(
  alerts: readonly AlertState[],
  { status, ...firing }: SaidAlert,
  at: string,
): readonly AlertState[] {
  const isKnown = alerts.some((known) => isSameFiring(known, firing));
  if (status === 'firing') {
    if (isKnown) return alerts;
    return [...alerts, { ...firing, firedAt: at, resolvedAt: null, verdict: 'pending' }];
  }
  return alerts.map((known) =>
    isSameFiring(known, firing) ? { ...known, resolvedAt: known.resolvedAt ?? at } : known,
  );
}

/** What is known of alerts after one was judged. */
export function settleAlert(
  alerts: readonly AlertState[],
  judged: AlertEvents,
): readonly AlertState[] {
  return alerts.map((known) =>
    isSameFiring(known, judged) ? { ...known, verdict: judged.outcome } : known,
  );
}

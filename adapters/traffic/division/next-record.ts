import { isDeepStrictEqual } from 'node:util';
import type { Division, RouteRecord, Setting, Undoing } from './division.ts';

const KEPT_KEYS = 500;

/** What is kept of a division that may be set. The same order again leaves everything as it is. */
export function recordOf(division: Division, before: RouteRecord | undefined): RouteRecord {
  const { environment, component, key, fence, shares } = division;
  const healthPath = division.healthPath ?? null;
  const sessions = division.sessions ?? null;
  const place = { environment, component, port: before?.port ?? 0, fence };
  const setting = { key, healthPath, sessions, shares };
  if (before === undefined) {
    return { ...place, ...setting, overtakenKeys: [], spentKeys: [], before: undivided };
  }
  const kept = { ...before, ...place, ...setting };
  if (before.key === key) return isDeepStrictEqual(kept, before) ? before : kept;
  const overtakenKeys = [...before.overtakenKeys, before.key].filter(isKey).slice(-KEPT_KEYS);
  return { ...kept, overtakenKeys, before: settingOf(before) };
}

/**
 * What is kept of a route once a division that may be taken back was. Of a key that never was
 * ordered there is nothing to take back, but it is spent as well: a late message must not bring
 * back what nobody wants any more.
 */
export function undoneRecord(undoing: Undoing, known: RouteRecord | undefined): RouteRecord {
  const { environment, component, key, fence } = undoing;
  const record = known ?? { environment, component, fence, ...unrouted };
  if (record.spentKeys.includes(key)) return record;
  const spentKeys = [...record.spentKeys, key].slice(-KEPT_KEYS);
  if (record.key !== key || record.before === null) return { ...record, fence, spentKeys };
  const { before } = record;
  const overtakenKeys = record.overtakenKeys.filter((each) => each !== before.key);
  return { ...record, ...before, fence, overtakenKeys, spentKeys, before: null };
}

const undivided: Setting = { key: '', healthPath: null, sessions: null, shares: [] };
const unrouted = { ...undivided, port: 0, overtakenKeys: [], spentKeys: [], before: null };

const isKey = (key: string) => key !== '';

function settingOf({ key, healthPath, sessions, shares }: RouteRecord): Setting {
  return { key, healthPath, sessions, shares };
}

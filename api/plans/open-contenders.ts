import {
  type Contender,
  type ContenderSources,
  contenderOf,
} from '../../domain/portfolio/contender.ts';
import type { ApiRecords } from '../records-port.ts';

/** A forecast may be so old: many who plan at once then share one look at the others. */
const rememberedMs = 2_000;

type Sight = Pick<ContenderSources, 'calendar' | 'portfolios' | 'now'>;
type Records = Pick<ApiRecords, 'openReleases' | 'planInForce'>;

const remembered = new WeakMap<
  Records,
  { readonly atMs: number; readonly contenders: Promise<readonly Contender[]> }
>();

/** Every release that has not ended, with what it would occupy when, in the order of names. */
export function openContenders(sight: Sight, records: Records): Promise<readonly Contender[]> {
  const known = remembered.get(records);
  const atMs = performance.now();
  if (known !== undefined && atMs - known.atMs < rememberedMs) return known.contenders;
  const contenders = readContenders(sight, records);
  remembered.set(records, { atMs, contenders });
  contenders.catch(() => remembered.delete(records));
  return contenders;
}

async function readContenders(sight: Sight, records: Records): Promise<readonly Contender[]> {
  const contenders: Contender[] = [];
  // One after the other: a look at all releases shall not take every connection.
  for await (const { release, state } of records.openReleases()) {
    const sealed = await records.planInForce(release);
    if (sealed !== null) contenders.push(contenderOf({ plan: sealed.plan, state, ...sight }));
  }
  return contenders;
}

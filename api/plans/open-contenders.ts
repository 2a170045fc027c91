import {
  type Contender,
  type ContenderSources,
  contenderOf,
} from '../../domain/portfolio/contender.ts';
import type { ListedRelease } from '../../records/reads/list-releases.ts';
import type { ApiRecords } from '../records-port.ts';

const pageSize = 200;
/** A forecast may be so old: many who plan at once then share one look at the others. */
const rememberedMs = 2_000;

type Sight = Pick<ContenderSources, 'calendar' | 'portfolios' | 'now'>;
type Records = Pick<ApiRecords, 'listReleases' | 'sealed'>;

const remembered = new WeakMap<
  Records,
  { readonly atMs: number; readonly contenders: Promise<readonly Contender[]> }
>();

/** Every release that is on its way, with what it would occupy when, in the order of names. */
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
  const read = async ({ release, state }: ListedRelease): Promise<void> => {
    const sealed = await records.sealed(release);
    if (sealed !== null) contenders.push(contenderOf({ plan: sealed.plan, state, ...sight }));
  };
  for (let pageToken: string | undefined; ; ) {
    const filter = { state: 'rolling-out', pageSize, pageToken };
    const { releases, nextPageToken } = await records.listReleases(filter);
    await Promise.all(releases.map(read));
    if (nextPageToken === null) break;
    pageToken = nextPageToken;
  }
  return contenders.toSorted((one, other) => (one.release < other.release ? -1 : 1));
}

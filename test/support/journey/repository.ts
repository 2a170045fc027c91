import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRepository } from '../files/git-repository.ts';

/** What a version does badly; nothing said is a version that is well. */
export type Behaviour = {
  readonly build?: 'fails';
  /** Outcomes of its tests; `none`: its test run does nothing and says that all is well. */
  readonly tests?: readonly ('passes' | 'fails')[] | 'none';
  /** Status that `/smoke` is answered with. */
  readonly smoke?: number;
  /** After its smoke test one of its instances says that it is something else. */
  readonly oneTurnsStale?: true;
  /** The so-manieth of its instances to start says that it is something else. */
  readonly staleAt?: number;
  /** It lets everybody in, and browsers run what they like. */
  readonly open?: true;
  /** One in so many requests of users is answered 500. */
  readonly failEvery?: number;
  /** Going back from its schema fails. */
  readonly down?: 'fails';
  /** Prices answer that they are well once there is a file of this path. */
  readonly wellOnce?: string;
  /** Mail address of who commits it; `dana` where nothing is said. */
  readonly author?: string;
  /** Mail address of who puts it into the history; a machine where nothing is said. */
  readonly merger?: string;
};

export const componentNames = ['schema', 'prices', 'shop'] as const;

const folders = { schema: 'migration', prices: 'service', shop: 'service' } as const;

export type ShopRepository = {
  readonly path: string;
  /** Commits a version as its author, and tags it `v<version>`. Returns the commit. */
  version(version: string, behaviour?: Behaviour): string;
  git(...parameters: string[]): string;
};

/** A git repository of a shop: a migration, and two services. Version 1.0.0 is there. */
export function createShopRepository(path: string): ShopRepository {
  const repository = createRepository(path);
  for (const name of componentNames) {
    cpSync(join(import.meta.dirname, folders[name]), join(path, name), { recursive: true });
    writeFileSync(join(path, name, 'lock.json'), '{}\n');
  }
  const version: ShopRepository['version'] = (
    number,
    { wellOnce, down, author = dana, merger, ...behaviour } = {},
  ) => {
    for (const [name, own] of Object.entries({ schema: { down }, prices: { wellOnce } })) {
      const file = JSON.stringify({ name, number, ...own });
      repository.commit(`${name}/behaviour.json`, file, author, merger);
    }
    const file = JSON.stringify({ name: 'shop', number, ...behaviour });
    const commit = repository.commit('shop/behaviour.json', file, author, merger);
    // Forced, because a test may move a tag, as careless people do.
    repository.git('tag', '--force', `v${number}`);
    return commit;
  };
  version('1.0.0');
  return { path, version, git: repository.git };
}

const dana = 'dana@shop.example';

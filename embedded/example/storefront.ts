import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRepository } from '../../examples/storefront/create-repository.mjs';
import { ensureStorefrontDatabase } from '../stack/storefront-database.ts';
import type { Example } from './example.ts';

const folder = fileURLToPath(new URL('../../examples/storefront', import.meta.url));

/** The small shop: three services of its own, and a database. */
export const storefront: Example = {
  name: 'storefront',
  folder,
  installation: { name: 'storefront-1-0-0', file: 'release-1.0.0.yaml', version: '1.0.0' },
  renewal: { name: 'storefront-2-0-0', file: 'release-2.0.0.yaml', version: '2.0.0' },
  front: 'web',
  versionPath: '/version',
  users: (origin) => [
    join(folder, 'load.mjs'),
    '--url',
    origin,
    '--rate',
    '40',
    '--seconds',
    '600',
  ],
  async prepare(state, say) {
    await createRepository(join(state.storefront, 'repository'));
    say('Starting the shop’s PostgreSQL …');
    await ensureStorefrontDatabase(state);
  },
};

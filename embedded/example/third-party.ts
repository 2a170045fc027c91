import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRepository } from '../../examples/third-party/create-repository.mjs';
import type { Example } from './example.ts';

const folder = fileURLToPath(new URL('../../examples/third-party', import.meta.url));

/** A server that others wrote and published, as it is. */
export const thirdParty: Example = {
  name: 'third-party',
  folder,
  installation: { name: 'mountebank-2-8-2', file: 'release-2.8.2.yaml', version: '2.8.2' },
  renewal: { name: 'mountebank-2-9-1', file: 'release-2.9.1.yaml', version: '2.9.1' },
  front: 'mountebank',
  versionPath: '/config',
  users: (origin) => [
    join(folder, 'ask.mjs'),
    '--url',
    `${origin}/config`,
    '--rate',
    '20',
    '--seconds',
    '600',
  ],
  async prepare(state) {
    await createRepository(join(state.root, 'third-party', 'repository'));
  },
};

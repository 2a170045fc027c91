import base from './jest.config.js';

/**
 * Tests against the real tools of others (published servers, browsers, clusters, registries,
 * provisioning tools). They fetch and build what they need, which takes minutes, and so are kept
 * out of `npm test`. They share a Temporal server and a PostgreSQL like the tests of `stack`.
 */
const stack = base.projects.find(({ displayName }) => displayName === 'stack');

export default {
  ...stack,
  displayName: 'integration',
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  passWithNoTests: true,
  testTimeout: 300_000,
  // They wait for others most of the time.
  maxWorkers: 2,
};

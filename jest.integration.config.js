/**
 * Tests against the real tools of others (clusters, registries, provisioning tools). They fetch and
 * build what they need, which takes minutes, and so are kept out of `npm test`.
 */
export default {
  displayName: 'integration',
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }],
  },
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  passWithNoTests: true,
  testTimeout: 300_000,
  maxWorkers: 1,
};

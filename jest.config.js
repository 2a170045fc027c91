const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }],
};

const project = (displayName, folders, extra = {}) => ({
  displayName,
  transform,
  testEnvironment: 'node',
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  modulePathIgnorePatterns: ['<rootDir>/.tidegate', '<rootDir>/examples/.*/node_modules'],
  ...extra,
});

/**
 * `pure` needs no server. `stack` shares one Temporal server and one PostgreSQL, started by
 * its global set-up on free loopback ports and stopped by its global tear-down.
 */
export default {
  projects: [
    project('pure', ['domain', 'spec', 'house']),
    project('stack', ['adapters', 'activities', 'records', 'workflows', 'workers', 'api', 'embedded', 'replay', 'e2e'], {
      globalSetup: '<rootDir>/test/support/stack/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/stack/global-teardown.ts',
    }),
  ],
  testTimeout: 60_000,
  maxWorkers: 2,
};

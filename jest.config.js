const swc = (syntax) => ['@swc/jest', { jsc: { parser: { syntax }, target: 'es2024' } }];
const transform = { '^.+\\.ts$': swc('typescript'), '^.+\\.m?js$': swc('ecmascript') };

/** Libraries that exist as ES modules alone, with what they import: jest needs them as CommonJS. */
const esModulesOnly = [
  '@noble/hashes',
  '@sec-ant/readable-stream',
  '@sindresorhus/merge-streams',
  'canonicalize',
  'execa',
  'figures',
  'get-stream',
  'httpxy',
  'human-signals',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'jose',
  'junit2json',
  'npm-run-path',
  'parse-ms',
  'path-key',
  'pretty-ms',
  'strip-final-newline',
  'unicorn-magic',
  'yoctocolors',
];
const transformIgnorePatterns = [`/node_modules/(?!(${esModulesOnly.join('|')})/)`];
/** Its exports speak to `import` alone, and what jest runs asks with `require`. */
const moduleNameMapper = { '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js' };

const project = (displayName, folders, extra = {}) => ({
  displayName,
  transform,
  transformIgnorePatterns,
  moduleNameMapper,
  testEnvironment: 'node',
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  modulePathIgnorePatterns: [
    '<rootDir>/.tidegate',
    '<rootDir>/examples/.*/node_modules',
    // Every version of its package.json has the same name.
    '<rootDir>/examples/third-party/changes',
  ],
  ...extra,
});

/**
 * `pure` needs no server. `stack` shares one Temporal server and one PostgreSQL, started by
 * its global set-up on free loopback ports and stopped by its global tear-down.
 */
export default {
  projects: [
    project('pure', ['domain', 'model', 'spec', 'house']),
    project(
      'stack',
      [
        'adapters',
        'activities',
        'records',
        'workflows',
        'workers',
        'api',
        'cli',
        'embedded',
        'replay',
        'e2e',
      ],
      {
        globalSetup: '<rootDir>/test/support/stack/global-setup.ts',
        globalTeardown: '<rootDir>/test/support/stack/global-teardown.ts',
      },
    ),
  ],
  testTimeout: 60_000,
  maxWorkers: 2,
};

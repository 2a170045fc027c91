import integration from './jest.integration.config.js';

/** Tests that take many minutes by their nature: `npm run soak:nights`. */
export default {
  ...integration,
  displayName: 'soak',
  testMatch: ['<rootDir>/test/soak/**/*.test.ts'],
};

import fc from 'fast-check';

const firing = {
  fingerprint: fc.constantFrom('a1', 'b2'),
  name: fc.constant('HighErrorRate'),
  startsAt: fc.constantFrom('2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z'),
  environment: fc.constantFrom('staging', 'production'),
};

/** What `statement.accepted` may say of an alert. */
export const saidAlert = fc.record({ ...firing, status: fc.constantFrom('firing', 'resolved') });

/** The fields of `alert.judged`. */
export const judgedAlert = {
  ...firing,
  outcome: fc.constantFrom('breach', 'passed'),
  reason: fc.string({ unit: 'binary', maxLength: 40 }),
} as const;

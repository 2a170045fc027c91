import { whyKept } from '../../../domain/rollback/why-kept.ts';

const irreversible = { reason: 'It is gone.' };

test.each([
  ['stays when it was planned so', { irreversible }, 'It is gone.'],
  ['goes back when it was refused before it began', { irreversible, isWithheld: true }, null],
  ['goes back when nothing was said', {}, null],
] as const)('a change %s', (_what, change, reason) => {
  expect(whyKept(change)).toBe(reason);
});

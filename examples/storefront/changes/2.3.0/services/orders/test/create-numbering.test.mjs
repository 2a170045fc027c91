import { createNumbering } from '../src/create-numbering.mjs';

test('gives numbers that people can say', () => {
  expect(createNumbering().next()).toMatch(/^SF-\d{9}$/);
});

test('gives each order a number of its own', () => {
  const numbering = createNumbering();
  const numbers = Array.from({ length: 50 }, () => numbering.next());
  expect(new Set(numbers).size).toBe(50);
});

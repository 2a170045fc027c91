import fc from 'fast-check';

/** What `statement.accepted` may say of a task. */
export const taskReport = fc.record({
  outcome: fc.constantFrom('done', 'failed', 'cannot'),
  link: fc.option(fc.string({ unit: 'binary', maxLength: 40 })),
  file: fc.option(fc.constantFrom('sha256:a', 'sha256:b')),
});

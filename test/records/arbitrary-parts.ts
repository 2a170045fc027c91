import fc from 'fast-check';

/** Few names, so that events speak about each other. */
export const id = fc.constantFrom('build', 'production/cab', 'production/deploy', 'review', 'web');
export const environment = fc.constantFrom('staging', 'production');
export const person = fc.constantFrom('p-1', 'p-2', 'p-3');
export const digest = fc.constantFrom('sha256:a', 'sha256:b', 'sha256:c');
export const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** Whatever a tool or a person may have written, in every code point, NUL among them. */
export const text = fc.string({ unit: 'binary', maxLength: 40 });
export const number = fc.double({ noNaN: true, noDefaultInfinity: true });
export const count = fc.nat();
export const verdict = fc.constantFrom('pass', 'fail', 'inconclusive');
export const failure = fc.record({ code: id, message: text, remedy: text });
export const version = fc.record({ digest, version: text });
export const evidence = fc.record({ digest, reference: text });
const side = fc.record({ requests: count, failures: count, p95Ms: fc.option(number) });

export const wait = fc.record({
  id,
  stage: id,
  kind: fc.constantFrom('approval', 'window', 'lease', 'failed-stage', 'failed-rollback'),
  reason: text,
  clearedBy: fc.array(person, { maxLength: 2 }),
  remedy: text,
  until: fc.option(instant),
  then: fc.option(text),
});

const severity = fc.constantFrom('critical', 'high', 'medium', 'low');
export const defect = fc.record({
  id: fc.constantFrom('SHOP-1', 'SHOP-2'),
  severity,
  state: fc.constantFrom('open', 'resolved'),
});
export const report = fc.record({
  baseline: side,
  canary: side,
  failureRateP: fc.option(number),
  latencyRatio: fc.option(number),
});

export const authors = { authors: fc.array(person), unknownAuthors: fc.array(digest) };

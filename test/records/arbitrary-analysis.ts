import fc from 'fast-check';

const count = fc.nat();
const name = fc.constantFrom('web', 'latency');
const text = fc.string({ unit: 'binary', maxLength: 40 });
const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const side = fc.record({ points: count, median: number });
const figures = fc.record({
  component: name,
  metric: name,
  outcome: fc.constantFrom('pass', 'fail', 'inconclusive', 'error'),
  reason: text,
  weight: count,
  isCritical: fc.boolean(),
  alpha: fc.constant(0.001),
  p: number,
  delta: number,
  worseBy: number,
  toleratedBy: number,
  baseline: side,
  canary: side,
});

/** The fields of `analysis.judged`. */
export const analysis = {
  stage: fc.constant('production/canary'),
  weightPercent: count,
  verdict: fc.constantFrom('pass', 'fail', 'inconclusive'),
  reason: text,
  looks: fc.record({ pass: count, fail: count, error: count, inconclusive: count }),
  metrics: fc.array(figures, { maxLength: 2 }),
  evidence: fc.option(fc.record({ digest: fc.constant('sha256:a'), reference: text })),
} as const;

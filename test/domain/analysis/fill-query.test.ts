import fc from 'fast-check';
import { fillQuery, queryProblem } from '../../../domain/analysis/fill-query.ts';

const target = {
  environment: 'production',
  component: 'web',
  digest: 'sha256:0a',
  version: '2.0.0',
};

test('a query is filled with texts and its window', () => {
  const template = 'sum(rate(failures_total{job="{{component}}",v=\'{{version}}\'}[{{window}}]))';
  expect(queryProblem(template)).toBeNull();
  expect(fillQuery(template, target, 15_000)).toBe(
    'sum(rate(failures_total{job="web",v=\'2.0.0\'}[15000ms]))',
  );
});

test.each([
  ['up{v="{{versoin}}"}', '{{versoin}}'],
  ['up{v="{{ version }}"}', '{{ version }}'],
  ['up{v={{version}}}', 'between double quotes'],
  ['up{v=`{{version}}`}', 'double quotes'],
  ['rate(up{v="{{version}}[{{window}}]"}[1m])', 'between brackets'],
  ['up{v=~"{{version}}.*"}', 'pattern'],
  ["up{v!~'x{{digest}}'}", 'pattern'],
  ['sum(up)', 'the same of canary and baseline'],
  ['up{environment="{{environment}}"}[{{window}}]', 'the same of canary and baseline'],
  ['up{v="{{version}}}', 'no end'],
])('%s is refused when the policy is applied', (template, said) => {
  expect(queryProblem(template)).toContain(said);
});

test('whatever a version is called, it stays one text of the query', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (version) => {
      for (const quote of ['"', "'"]) {
        const filled = fillQuery(`up{v=${quote}{{version}}${quote}}`, { ...target, version }, 1);
        const inside = filled.slice('up{v='.length + 1, -2);
        // No quote and no line break is left, and every backslash belongs to an escape.
        expect(inside).toMatch(/^(?:\\\\|\\n|\\x22|\\x27|[^"'\\\n])*$/s);
      }
    }),
  );
});

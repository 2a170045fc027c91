import type { z } from 'zod';
import type { MetricTarget } from '../../domain/analysis/fill-query.ts';
import type { PastAnalysis } from '../../domain/analysis/past.ts';
import type { AnalysisPolicy } from '../../domain/analysis/policy.ts';
import { checkAnalysis } from '../../domain/plan/check-analysis.ts';
import { entryOf } from '../../domain/plan/entry-of.ts';
import { collectProblems } from '../../domain/plan/problem.ts';
import { parseDocument } from '../../spec/parse-document.ts';
import { placesOf } from '../plans/places.ts';
import type { ProblemPlace } from '../problem.ts';
import { invalidDocument } from '../problems/invalid-document.ts';
import type { analysisBody } from '../schemas/analysis.ts';

type Body = z.output<typeof analysisBody>;

/**
 * The analysis that the policy asks for at that place, of that time. Throws a `Problem` for a
 * policy that could not be applied, or that asks for none.
 */
export function orderOf(body: Body): PastAnalysis {
  const { component, from, until, baselineFrom = from } = body;
  const fromMs = Date.parse(from);
  const compared = [
    {
      component,
      baseline: targetOf(body, body.baseline),
      canary: targetOf(body, body.canary),
    },
  ];
  return {
    analysis: analysisIn(body),
    compared,
    observed: { fromMs, untilMs: Date.parse(until) },
    baselineBeforeMs: fromMs - Date.parse(baselineFrom),
  };
}

/** No series has what nobody said: an empty text would match those without the label. */
const unsaid = 'not said';

function targetOf(
  { environment, component }: Body,
  { version = unsaid, digest = unsaid }: Body['canary'],
): MetricTarget {
  return { environment, component, version, digest };
}

function analysisIn({ policy, class: releaseClass, environment }: Body): AnalysisPolicy {
  const parsed = parseDocument(policy, '');
  if ('problems' in parsed) throw invalidDocument(placesOf(parsed.problems, '/policy'));
  const { document } = parsed;
  const classes = document.kind === 'Policy' ? document.content.classes : {};
  const found = entryOf(classes[releaseClass]?.environments ?? {}, environment);
  const analysis = found?.canary?.analysis;
  if (analysis === undefined) throw invalidDocument([none(releaseClass, environment)]);
  const at = `/spec/classes/${releaseClass}/environments/${environment}/canary/analysis`;
  const problems = collectProblems(checkAnalysis(at, analysis));
  if (problems.length === 0) return analysis;
  throw invalidDocument(
    problems.map(({ code, pointer, message, remedy }) => ({ code, pointer, message, remedy })),
  );
}

function none(releaseClass: string, environment: string): ProblemPlace {
  return {
    code: 'no-analysis',
    pointer: '/policy',
    message: `It asks for no analysis of a canary in ${environment} for the class ${releaseClass}.`,
    remedy: 'Send a policy with `canary.analysis` there, or name another class or environment.',
  };
}

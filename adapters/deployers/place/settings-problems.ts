import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { StepFailure } from '../../../activities/ports/failures.ts';

/** What is wrong with settings, one sentence a problem. */
export function settingsProblems(
  tool: string,
  error: z.ZodError,
  knownNames: readonly string[],
): readonly string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
      return issue.keys.map((name) => unknownSetting(tool, name, knownNames));
    }
    const where = issue.path.length === 0 ? 'The settings' : `\`${issue.path.join('.')}\``;
    return [`${where} of the tool ${tool}: ${issue.message}.`];
  });
}

function unknownSetting(tool: string, name: string, knownNames: readonly string[]): string {
  const nearest = closest(name, [...knownNames]);
  return (
    `The tool ${tool} has no setting \`${name}\`. Did you mean \`${nearest}\`? ` +
    `It knows ${knownNames.join(', ')}.`
  );
}

/**
 * The settings of an order, read. They were checked with the plan, so a problem here is terminal.
 */
export function readSettings<Shape extends z.ZodType>(
  tool: string,
  shape: Shape,
  settings: Readonly<Record<string, unknown>>,
  problemsOf: (settings: Readonly<Record<string, unknown>>) => readonly string[],
): z.infer<Shape> {
  const problems = problemsOf(settings);
  const parsed = shape.safeParse(settings);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new StepFailure(
    'terminal',
    'deployer/bad-settings',
    `The settings do not suit the tool ${tool}. ${problems.join(' ')}`,
    'Correct the deployment settings in the catalog and plan the release again.',
  );
}

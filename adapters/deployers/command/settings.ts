import { z } from 'zod';
import { readSettings, settingsProblems } from '../place/settings-problems.ts';
import { mentions, placeholderProblems } from './placeholders.ts';

export const TOOL = 'command';

/** Marks every process of one run of a tool, so that it is found again after a crash. */
export const COMMAND_MARK = 'TIDEGATE_COMMAND';

const command = z.array(z.string().min(1)).min(1, 'expected a program and its arguments');

const settingsShape = z.strictObject({
  /**
   * Prints, as the last line of its output, a JSON object that says what is there: `version`, the
   * version in the tool's own terms, or null when nothing is there; optionally `digest`, that of
   * the artifact which stands there; optionally `pending`, a list of what the artifact in
   * `{artifactDir}` would still change, empty when it is applied. Must not change anything.
   */
  observe: command,
  /** Repeated under the same key when nobody can tell whether it did its work. */
  apply: command,
  settle: command.optional(),
  /**
   * Brings back what `{previous.version}` and `{previous.digest}` name: what `observe` said before
   * the first `apply` under the key, each `none` where it was nothing or is not known.
   */
  undo: command,
  env: z
    .record(
      z.string().regex(/^(?!TIDEGATE_)[A-Za-z_][A-Za-z0-9_]*$/, {
        error: 'expected names of variables that do not begin with TIDEGATE_',
      }),
      z.string(),
    )
    .default({}),
  /** How long each command may take. */
  timeoutMs: z.int('expected whole milliseconds').min(1).max(86_400_000).default(600_000),
  /**
   * `artifact`: commands run inside the unpacked artifact. Otherwise in the folder of the place.
   */
  workingDirectory: z.literal('artifact').optional(),
});

export type CommandSettings = z.infer<typeof settingsShape>;

export function checkSettings(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = settingsShape.safeParse(settings);
  if (parsed.success) return placeholderProblems(parsed.data);
  return settingsProblems(TOOL, parsed.error, Object.keys(settingsShape.shape));
}

export function parseSettings(settings: Readonly<Record<string, unknown>>): CommandSettings {
  return readSettings(TOOL, settingsShape, settings, checkSettings);
}

/** Whether the archive has to be unpacked before a command can run. */
export function needsArtifact(settings: CommandSettings): boolean {
  return settings.workingDirectory === 'artifact' || mentions(settings, 'artifactDir');
}

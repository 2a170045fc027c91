import { z } from 'zod';
import { readSettings, settingsProblems } from '../place/settings-problems.ts';

export const TOOL = 'local-process';

/**
 * Marks every process of one instance, so that it is found again when its number was never
 * recorded.
 */
export const INSTANCE_MARK = 'TIDEGATE_INSTANCE';

const path = z.string().startsWith('/', 'expected a path that begins with a slash');
const milliseconds = z.int('expected whole milliseconds').min(1).max(3_600_000);

const settingsShape = z.strictObject({
  /**
   * Argument list; `node` as its first word is the Node that runs Tidegate. `{port}` and `{host}`
   * in it and in `env` are what PORT and HOST hold, for programs that heed no such variables.
   */
  command: z.array(z.string().min(1)).min(1, 'expected a program and its arguments'),
  instances: z.int().min(1).max(32).default(1),
  env: z
    .record(
      z.string().regex(/^(?!TIDEGATE_|PORT$|HOST$)[A-Za-z_][A-Za-z0-9_]*$/, {
        error:
          'expected names of variables other than PORT, HOST and TIDEGATE_…, which Tidegate sets',
      }),
      z.string(),
    )
    .default({}),
  /** Answers 2xx when the instance can serve. */
  healthPath: path.default('/healthz'),
  /**
   * Answers a JSON object whose `digest` is TIDEGATE_ARTIFACT_DIGEST as the instance was given it.
   * Null for a program that was not written for this: then the operating system has to say that
   * it is the process started from that artifact which listens on the instance's port.
   */
  versionPath: path.nullable().default('/version'),
  startTimeoutMs: milliseconds.default(30_000),
  stopTimeoutMs: milliseconds.default(10_000),
});

export type LocalProcessSettings = z.infer<typeof settingsShape>;

/** The shape in which settings are kept in the state file: with all defaults filled in. */
export const keptSettingsShape = settingsShape;

export function checkSettings(settings: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = settingsShape.safeParse(settings);
  if (parsed.success) return [];
  return settingsProblems(TOOL, parsed.error, Object.keys(settingsShape.shape));
}

export function parseSettings(settings: Readonly<Record<string, unknown>>): LocalProcessSettings {
  return readSettings(TOOL, settingsShape, settings, checkSettings);
}

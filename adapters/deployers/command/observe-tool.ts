import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { DeploymentOrder, StepContext } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Place } from '../../../domain/deployment/deployment.ts';
import { lastLines } from '../place/last-lines.ts';
import { fillPlaceholders } from './placeholders.ts';
import { runCommand } from './run-command.ts';
import type { CommandSettings } from './settings.ts';
import { type Standing, sameObservation, type ToolObservation } from './state.ts';

const name = z.union([z.string(), z.number()]).nullable().optional();

const answerShape = z
  .object({ digest: name, version: name, pending: z.array(z.unknown()).optional() })
  .refine(({ digest, version }) => digest !== undefined || version !== undefined);

/** What a tool said is there, and, if it can tell, what the artifact would still change. */
export type ToolAnswer = ToolObservation & { readonly pending?: readonly unknown[] | undefined };

/**
 * Asks the tool what is there. Its output goes to a temporary folder, so nothing is left behind.
 */
export async function observeTool(
  place: Place,
  settings: CommandSettings,
  folders: { readonly place: string; readonly artifact: string | null },
  context: StepContext,
): Promise<ToolAnswer> {
  const workspace = await mkdtemp(join(tmpdir(), 'tidegate-observe-'));
  const stdoutPath = join(workspace, 'stdout.log');
  try {
    await runCommand(
      {
        name: 'observe',
        command: fillPlaceholders(settings.observe, {
          environment: place.environment,
          component: place.component,
          artifactDir: folders.artifact ?? '',
        }),
        cwd: await workingFolder(settings, folders, workspace),
        settings,
        mark: randomUUID(),
        stdoutPath,
        stderrPath: join(workspace, 'stderr.log'),
        started: async () => {},
      },
      context,
    );
    return await readAnswer(stdoutPath);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** Whether what the tool said is what was ordered. Not every tool can tell. */
export function answersOrder(
  answer: ToolAnswer,
  order: DeploymentOrder,
  recorded: Standing | null,
): 'yes' | 'no' | 'unknown' {
  if (answer.digest !== null) return answer.digest === order.artifact.digest ? 'yes' : 'no';
  if (answer.pending !== undefined) return answer.pending.length === 0 ? 'yes' : 'no';
  const served = recorded?.digest === order.artifact.digest;
  return served && sameObservation(recorded.observed, answer) ? 'yes' : 'unknown';
}

async function workingFolder(
  settings: CommandSettings,
  folders: { readonly place: string; readonly artifact: string | null },
  fallback: string,
): Promise<string> {
  if (settings.workingDirectory === 'artifact') return folders.artifact ?? fallback;
  const found = await stat(folders.place).catch(() => null);
  return found === null ? fallback : folders.place;
}

async function readAnswer(stdoutPath: string): Promise<ToolAnswer> {
  const [line = ''] = await lastLines(stdoutPath, 1, {});
  const parsed = answerShape.safeParse(parseJson(line));
  if (parsed.success) {
    const { digest, version, pending } = parsed.data;
    return { digest: textOf(digest), version: textOf(version), pending };
  }
  throw new StepFailure(
    'terminal',
    'deployer/unreadable-answer',
    `The last line that \`observe\` printed is not a JSON object that says what is there: ${line}`,
    'Let `observe` print a line such as {"version": "3", "digest": null} at its end.',
  );
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

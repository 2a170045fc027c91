import { type BackupAnswer, judgeBackup } from '../domain/deployment/judge-backup.ts';
import type { BackupExpectation, BackupItem } from '../domain/plan/policy.ts';
import { heartbeatWhile } from './heartbeat-while.ts';
import type { CommandResult } from './ports/content.ts';
import type { ThrowAwayDatabase } from './ports/databases.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { CheckResult } from './run-check.ts';
import { stepContext } from './step-context.ts';

type BackupPorts = Pick<Ports, 'clock' | 'databases' | 'evidence' | 'runner'>;
type Restored = {
  readonly result: CommandResult;
  readonly answers: readonly BackupAnswer[] | null;
  /** What it was restored on; null where nobody knows. */
  readonly server: string | null;
};

/**
 * Asks for the age, restores what is young enough, and asks what came back. All is kept. Where
 * there is nothing to restore it on, nothing is proved.
 */
export async function checkBackup(ports: BackupPorts, item: BackupItem): Promise<CheckResult> {
  try {
    return await look(ports, item);
  } catch (error) {
    if (!(error instanceof StepFailure) || !error.code.startsWith('databases/')) throw error;
    const reason = `${error.message} ${error.remedy}`;
    return { verdict: 'inconclusive', reason, evidence: null };
  }
}

async function look(ports: BackupPorts, item: BackupItem): Promise<CheckResult> {
  const { clock, evidence } = ports;
  const asked = await run(ports, item, item.takenAt);
  const takenAt = asked.exitCode === 0 ? (asked.lastLines.at(-1)?.trim() ?? null) : null;
  const found = { takenAt, restoreExitCode: null, now: clock().toISOString() };
  const isWorthRestoring =
    judgeBackup({ ...found, restoreExitCode: 0 }, item.maximumAgeMs).verdict === 'pass';
  const restored = isWorthRestoring ? await restore(ports, item) : null;
  const answers = restored?.answers ?? null;
  const seen = {
    ...found,
    restoreExitCode: restored?.result.exitCode ?? null,
    ...(answers === null ? {} : { answers }),
  };
  const logs = { asked: asked.log.digest, restored: restored?.result.log.digest ?? null };
  const kept = { ...seen, server: restored?.server ?? null, logs };
  return {
    ...judgeBackup(seen, item.maximumAgeMs),
    evidence: await evidence.put(JSON.stringify(kept), 'application/json'),
  };
}

async function restore(ports: BackupPorts, item: BackupItem): Promise<Restored> {
  const { expects } = item;
  if (expects === undefined) {
    return { result: await run(ports, item, item.restore), answers: null, server: null };
  }
  const { heartbeat } = stepContext();
  return heartbeatWhile(
    () => heartbeat('restoring the backup'),
    () =>
      ports.databases.use(async ({ version, create }) => {
        const database = await create();
        const command = item.restore.map((word) =>
          word.replaceAll('{database}', () => database.url),
        );
        const result = await run(ports, item, command);
        const answers: BackupAnswer[] = [];
        for (const expected of result.exitCode === 0 ? expects : []) {
          answers.push(await ask(database, expected));
        }
        return { result, answers, server: version };
      }),
  );
}

/** What a restored database cannot answer is told like what it can: it is what one looks for. */
async function ask(
  database: ThrowAwayDatabase,
  expected: BackupExpectation,
): Promise<BackupAnswer> {
  try {
    return { expected, found: await database.ask(expected.query), problem: null };
  } catch (error) {
    if (!(error instanceof StepFailure) || stepContext().signal.aborted) throw error;
    return { expected, found: null, problem: error.message };
  }
}

function run(
  { runner }: BackupPorts,
  { timeoutMs }: BackupItem,
  command: readonly string[],
): Promise<CommandResult> {
  return runner.run({ command, cwd: runner.scratch, timeoutMs }, stepContext());
}

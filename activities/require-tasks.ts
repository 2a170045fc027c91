import type { PlanOutline, ReleasePlan } from '../domain/plan/plan.ts';
import type { RequirementPolicy } from '../domain/plan/requirement-policy.ts';
import type { StageOf } from '../domain/plan/stage.ts';
import type { ReleaseState, RequirementState } from '../domain/release/state.ts';
import { subjectAsked } from '../domain/revision/subject-asked.ts';
import { confirmationId } from '../domain/task/task.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

type TaskPorts = Pick<Ports, 'statements' | 'verifier'>;

type Proven = {
  readonly release: string;
  readonly state: ReleaseState;
  readonly outline: PlanOutline;
};

/** The tasks of an environment that have to be done before something begins there. */
export function tasksBefore(
  plan: ReleasePlan,
  environment: string,
  at: 'before-deployment' | 'before-contract',
): readonly StageOf<'task'>[] {
  return plan.stages.filter(
    (stage): stage is StageOf<'task'> =>
      stage.kind === 'task' && stage.environment === environment && stage.task.at === at,
  );
}

/** The confirmation of a task as something that people approve; null where nobody has to. */
export function confirmationOf(
  { requirements }: Pick<ReleaseState, 'requirements'>,
  { id, task: { confirm } }: StageOf<'task'>,
): RequirementPolicy | null {
  const isSkipped = requirements.some((known) => known.id === id && known.outcome === 'skipped');
  return confirm === undefined || isSkipped
    ? null
    : { id: confirmationId(id), ...confirm, count: 1 };
}

/**
 * Proves that a task was done, or left out by somebody who may: by the signed word about exactly
 * this task, and a confirmation that is about exactly that word.
 */
export async function requireTask(
  ports: TaskPorts,
  proven: Proven,
  stage: StageOf<'task'>,
): Promise<void> {
  const why = await whyNotDone(ports, proven, stage);
  if (why === null) return;
  throw new StepFailure(
    'terminal',
    'guard/task',
    `The task ${stage.id} does not count: ${why}.`,
    'Send the command rollback or withdraw, and start a release in which it is done.',
  );
}

async function whyNotDone(
  ports: TaskPorts,
  proven: Proven,
  stage: StageOf<'task'>,
): Promise<string | null> {
  const { requirements } = proven.state;
  const asked = requirements.find(({ id }) => id === stage.id);
  if (asked === undefined) return 'it was never asked for';
  if (asked.outcome === 'skipped') return whyNotSkipped(ports, proven, asked);
  const said = asked.decisions.at(-1);
  if (asked.outcome !== 'approved' || said === undefined) return 'nobody has said that it is done';
  const why = await whyNotSaid(ports, proven, asked, said);
  if (why !== null || stage.task.confirm === undefined) return why;
  const confirmed = requirements.find(({ id }) => id === confirmationId(stage.id));
  return confirmed?.confirms?.report === said.digest ? null : 'another report was confirmed';
}

async function whyNotSaid(
  ports: TaskPorts,
  { release, state, outline }: Proven,
  asked: RequirementState,
  said: RequirementState['decisions'][number],
): Promise<string | null> {
  const statement = await signed(ports, said.digest);
  if (statement === null) return 'the signed word that it is done is missing or not valid';
  const subjectDigest = subjectAsked(release, { state, outline }, asked);
  const same =
    statement.kind === 'task-report' &&
    statement.content.requirement === asked.id &&
    statement.content.outcome === 'done' &&
    statement.release === release &&
    statement.by === said.by &&
    statement.subjectDigest === subjectDigest;
  return same ? null : 'the signed word speaks about something else';
}

/** Who may leave it out was asked when it was said; here only that it was said, and by them. */
async function whyNotSkipped(
  ports: TaskPorts,
  { release }: Proven,
  { id, skipped }: RequirementState,
): Promise<string | null> {
  const statement = skipped === undefined ? null : await signed(ports, skipped.statement);
  const same =
    statement?.kind === 'command' &&
    statement.content.command === 'skip-task' &&
    statement.content.target === id &&
    statement.release === release &&
    statement.by === skipped?.by;
  return same ? null : 'the signed word that leaves it out is missing or about something else';
}

async function signed({ statements, verifier }: TaskPorts, digest: string) {
  const jws = await statements.load(digest);
  const verified = jws === null ? null : await verifier.verify(jws);
  return verified === null || 'refused' in verified ? null : verified.statement;
}

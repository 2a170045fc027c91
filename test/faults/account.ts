import type { GrownUp } from '../support/grown-up/grown-up.ts';
import { brokenPositions, ledgerRows } from '../support/journey/ledger-rows.ts';
import type { FaultStage } from './fault-stage.ts';
import { carriedSeq, runsOf, type ShownRun } from './histories.ts';
import type { Scene } from './scene.ts';
import type { Effect } from './stub-tool.ts';

/**
 * What became of a release, asked from the tool's own record, the rows of the ledger and Temporal's
 * histories, and not from Tidegate. Names of release, environment and version are taken out, so
 * that releases of one shape can be compared.
 */
export type Account = {
  readonly effects: readonly string[];
  readonly facts: readonly string[];
  /** What must not be in any account, disturbed or not. */
  readonly problems: readonly string[];
  /** The facts after which its workflow went on in a new run. */
  readonly continuedAfter: readonly string[];
};

type Which = Pick<Scene, 'release' | 'environment'> & { readonly version: string };

export function accountOf(stage: FaultStage, which: Which): Promise<Account> {
  const effects = stage.tool.effects().filter(({ key }) => key.startsWith(`${which.release}/`));
  return accountBy(stage.grownUp, which, effects);
}

/** What a tool did, as it wrote it down itself. */
type Done = Omit<Effect, 'command' | 'environment' | 'fence'> & { readonly command: string };

/** The account by whatever a tool wrote down. */
export async function accountBy(
  grownUp: GrownUp,
  which: Which,
  done: readonly Done[],
): Promise<Account> {
  const { release, environment } = which;
  const rows = await ledgerRows(grownUp.databaseUrl, release);
  const contents = rows.map(({ content }) => JSON.parse(content) as Content);
  const runs = await runsOf(grownUp, release);
  const digests = contents.flatMap(({ event }) => event?.digest ?? []);
  const plainly = (text: string) =>
    text
      .replaceAll(environment, 'ENVIRONMENT')
      .replaceAll(release, 'RELEASE')
      .replaceAll(which.version, 'VERSION');
  const effects = done.map(({ command, component, version, digest, key }) => {
    const what = digests.includes(digest) ? 'as packed' : digest;
    return plainly(`${command} ${component} ${version} ${what} ${key}`);
  });
  const facts = contents.flatMap(({ event }) =>
    event === undefined ? [] : plainly(`${event.type} ${event.stage ?? ''}`),
  );
  const continuedAt = runs.map((run) => carriedSeq(run) ?? 0);
  const continuedAfter = continuedAt.flatMap((seq) => facts[seq - 1] ?? []);
  const problems = [
    ...brokenPositions(rows).map((position) => `The ledger is broken at ${position}.`),
    ...openIntents(contents).map((key) => `${key} was begun, and its last attempt is not done.`),
    ...runs.flatMap(wrongInHistory),
  ];
  return { effects, facts, problems, continuedAfter };
}

/** A fact or an action. */
type Content = {
  readonly event?: { readonly type: string; readonly stage?: string; readonly digest?: string };
  readonly key?: string;
  readonly phase?: 'intent' | 'outcome';
  readonly outcome?: 'done' | 'failed' | null;
  readonly action?: string;
};

/** A check that says no is an outcome as well; only what touches an environment has to be done. */
function openIntents(contents: readonly Content[]): readonly string[] {
  const last = new Map<string, Content>();
  for (const content of contents) {
    const { key, action = '' } = content;
    if (key !== undefined && touching.includes(action)) last.set(key, content);
  }
  return [...last]
    .filter(([, { phase, outcome }]) => phase !== 'outcome' || outcome !== 'done')
    .map(([key]) => key);
}

const touching = ['deployComponent', 'undoChange', 'settleEnvironment'];

function wrongInHistory(run: ShownRun): readonly string[] {
  const failed = run
    .filter(({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_FAILED')
    .filter(
      ({ workflowTaskFailedEventAttributes }) => !isHarmless(workflowTaskFailedEventAttributes),
    )
    .map((event) => `A workflow task failed: ${JSON.stringify(event)}.`);
  const end = run.at(-1)?.eventType ?? 'nothing';
  return goodEnds.includes(end) ? failed : [...failed, `A run ended with ${end}.`];
}

const goodEnds = [
  'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
];

/** A signal that came while the last command was on its way: the server asks for the task again. */
function isHarmless(attributes: { readonly cause?: string } | undefined): boolean {
  return attributes?.cause === 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND';
}

/** What is different about a release that was disturbed, one sentence a difference. */
export function differences(account: Account, undisturbed: Account): readonly string[] {
  return [
    ...account.problems,
    ...firstDifference('effect', account.effects, undisturbed.effects),
    ...firstDifference('fact', account.facts.filter(isOfTheStory), undisturbed.facts),
  ];
}

/**
 * Whoever gets no answer says the same again under the same id, as they should; the workflow counts
 * what it has heard before, and does no more about it.
 */
function isOfTheStory(fact: string): boolean {
  return !fact.startsWith('refusals.counted');
}

function firstDifference(
  what: string,
  found: readonly string[],
  expected: readonly string[],
): readonly string[] {
  const length = Math.max(found.length, expected.length);
  const place = Array.from({ length }, (_, index) => index).find(
    (index) => found[index] !== expected[index],
  );
  if (place === undefined) return [];
  const [one, other] = [found, expected].map((list) => list[place] ?? 'none');
  return [
    `The ${what} ${place + 1} is "${one}", and undisturbed "${other}" ` +
      `(${found.length} in all, and undisturbed ${expected.length}).`,
  ];
}

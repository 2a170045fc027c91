import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../../adapters/processes/identity.ts';
import { accountOf, differences } from '../faults/account.ts';
import { type FaultStage, openFaultStage } from '../faults/fault-stage.ts';
import { runsOf } from '../faults/histories.ts';
import { insist } from '../faults/insist.ts';
import { closeRelease, untilProjected } from '../faults/release-ends.ts';
import { environmentsFor, runInPeace, type Undisturbed } from '../faults/round.ts';
import type { Shape } from '../faults/scene.ts';
import type { ToolMoment } from '../faults/stub-tool.ts';
import { eventually } from '../support/journey/eventually.ts';
import { query } from '../support/journey/ledger-rows.ts';

const longMs = 60_000;
type Calm = Pick<Undisturbed, 'plain' | 'asking'>;
const opened: { stage?: FaultStage; undisturbed?: Calm; version: string } = { version: '' };

beforeAll(async () => {
  const own = ['lost', 'hanging-back', 'away', 'away-asking', 'frozen'];
  const places = own.map((name) => ({ name: environmentOf(name), timeoutMs: longMs }));
  const environments = [...environmentsFor(0), ...places];
  const hanging = { name: environmentOf('hanging'), timeoutMs: 2_000 };
  opened.stage = await openFaultStage({ environments: [...environments, hanging] });
  opened.undisturbed = await runInPeace(opened.stage, ['plain', 'asking']);
  opened.version = opened.stage.nextVersion();
}, 240_000);

afterAll(() => opened.stage?.close(), 60_000);

const environmentOf = (release: string) => `place-of-${release}`;

function theStage(): FaultStage {
  if (opened.stage === undefined) throw new Error('The stage is open while tests run.');
  return opened.stage;
}

/** Starts a release in an environment of its own; its tool waits at that moment of `base`. */
async function beginHeld(
  release: string,
  moment: ToolMoment['moment'],
): Promise<{ readonly at: ToolMoment; readonly pid: number }> {
  const { tool } = theStage();
  const environment = environmentOf(release);
  const at = { environment, component: 'base', command: 'up', moment } as const;
  tool.hold(at);
  await begin(release, 'plain');
  await until(`${release} is held`, async () => tool.isHeld(at));
  return { at, pid: tool.heldPid(at) };
}

const until = (what: string, isIt: () => Promise<boolean>) =>
  eventually(
    what,
    async () => ((await isIt()) ? true : null),
    () => '',
    120_000,
  );

const begin = (release: string, shape: Shape) => {
  const environment = environmentOf(release);
  return theStage().begin({ release, environment, shape, version: opened.version });
};

/** Closes the release, and says what is different about it. */
async function differencesOf(release: string, shape: keyof Calm): Promise<readonly string[]> {
  const stage = theStage();
  await closeRelease(stage, release);
  const which = { release, environment: environmentOf(release), version: opened.version };
  const { undisturbed } = opened;
  if (undisturbed === undefined) throw new Error('Nothing ran undisturbed.');
  return differences(await accountOf(stage, which), undisturbed[shape]);
}

const effectsOf = (release: string) =>
  theStage()
    .tool.effects()
    .filter(({ key }) => key.startsWith(`${release}/`))
    .map(({ command, component }) => `${command} ${component}`);

test('a deployment that took effect is not done again when its answer is lost', async () => {
  const { at, pid } = await beginHeld('lost', 'after');
  expect(effectsOf('lost')).toEqual(['up base']);
  theStage().tool.letGo(at);
  process.kill(pid, 'SIGKILL');
  expect(await differencesOf('lost', 'plain')).toEqual([]);
});

test('a tool that hangs is ended in its time, and does its work once', async () => {
  const { at, pid } = await beginHeld('hanging', 'before');
  process.kill(pid, 'SIGSTOP');
  await until('the tool is ended', async () => identify(pid) === null);
  theStage().tool.letGo(at);
  expect(await differencesOf('hanging', 'plain')).toEqual([]);
});

test('the way back is open while a tool hangs', async () => {
  const stage = theStage();
  const { at, pid } = await beginHeld('hanging-back', 'before');
  process.kill(pid, 'SIGSTOP');
  const opal = await stage.grownUp.person('opal');
  const order = { command: 'rollback', reason: 'The tool hangs.' };
  const said = await opal.post('/v1/releases/hanging-back/commands', order);
  expect(said.status).toBeLessThan(300);
  const closed = await closeRelease(stage, 'hanging-back');
  stage.tool.letGo(at);
  expect(closed.outcome).toBe('rolled-back');
  expect(identify(pid)).toBeNull();
  expect(effectsOf('hanging-back')).toEqual([]);
});

test('while PostgreSQL is away nothing is touched, and then nothing is forgotten', async () => {
  const stage = theStage();
  const { postgres, origin, person } = stage.grownUp;
  const { at } = await beginHeld('away', 'after');
  await begin('away-asking', 'asking');
  const isAsked = ({ requirements }: { requirements: readonly unknown[] }) =>
    requirements.length > 0;
  const asked = await untilProjected(stage, 'away-asking', 'asks', isAsked);
  const cora = await person('cora');
  const decision = {
    decisionId: randomUUID(),
    requirement: asked.requirements[0]?.id,
    verdict: 'approve',
    subjectDigest: asked.requirements[0]?.subjectDigest,
  };
  const approve = () => cora.post('/v1/releases/away-asking/decisions', decision);
  await postgres.kill('SIGKILL');
  stage.tool.letGo(at);
  expect((await approve()).status).toBe(503);
  expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  expect((await fetch(`${origin}/livez`)).status).toBe(200);
  await sleep(5_000);
  expect([effectsOf('away'), effectsOf('away-asking')]).toEqual([['up base'], []]);
  await postgres.restart();
  expect((await insist(approve)).status).toBeLessThan(300);
  expect(await differencesOf('away', 'plain')).toEqual([]);
  expect(await differencesOf('away-asking', 'asking')).toEqual([]);
});

test('a worker that hangs is found by its heartbeat, and another one goes on', async () => {
  const stage = theStage();
  const { workers, databaseUrl } = stage.grownUp;
  const { at } = await beginHeld('frozen', 'before');
  const hosts = async () => {
    const text = `select content->>'by' as by from ledger where release = 'frozen'
      and content->>'phase' = 'intent' and content->>'key' like '%/deploy/base/%'`;
    const rows = await query<{ by: string }>(databaseUrl, text);
    return rows.map(({ by }) => Number.parseInt(by, 10));
  };
  const [host] = await hosts();
  const frozen = workers.find((worker) => worker.pid() === host);
  frozen?.freeze();
  stage.tool.letGo(at);
  const isTakenOver = async () => (await hosts()).some((pid) => pid !== host);
  await until('another worker takes over', isTakenOver);
  // What a supervisor does with a process that does not answer.
  await frozen?.kill('SIGKILL');
  await frozen?.restart();
  expect(await differencesOf('frozen', 'plain')).toEqual([]);
  const history = JSON.stringify(await runsOf(stage.grownUp, 'frozen'));
  expect(history).toContain('TIMEOUT_TYPE_HEARTBEAT');
});

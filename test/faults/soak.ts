import { parseArgs } from 'node:util';
import { type FaultStage, openFaultStage } from './fault-stage.ts';
import {
  environmentsFor,
  runRound,
  runUndisturbed,
  type Undisturbed,
  type Verdict,
} from './round.ts';
import { points, type Victim, victims } from './scene.ts';
import { disturbStorefront } from './storefront/shop-round.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    from: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '3' },
    victims: { type: 'string', default: victims.join(',') },
    points: { type: 'string', default: points.join(',') },
    storefront: { type: 'boolean', default: false },
  },
});

type Opened = { readonly stage: FaultStage; readonly undisturbed: Undisturbed };
type Round = { readonly victim: Victim; readonly seeds: readonly number[] };

const atOnce = Number(values['at-once']);

const at = points.filter((point) => values.points.split(',').includes(point));
const chosen = victims.filter((victim) => values.victims.split(',').includes(victim));

/** Every point and every victim, as many seeds as asked for; prints a line for each round. */
async function soakStub(): Promise<void> {
  const verdicts: Verdict[] = [];
  const rounds = { missed: 0 };
  let opened = await open();
  try {
    for (const { victim, seeds } of chosenRounds()) {
      const begun = performance.now();
      const { stage, undisturbed } = opened;
      const found = await runRound(stage, victim, { seeds, at }, undisturbed).catch(missed);
      if (found === null) rounds.missed += 1;
      verdicts.push(...(found ?? []));
      report({ victim, seeds }, found ?? [], performance.now() - begun);
      if (found?.every(({ hasEnded }) => hasEnded)) continue;
      // Releases that did not end hold their environments: the rest begins on new ground.
      await opened.stage.close();
      opened = await open();
    }
  } finally {
    await opened.stage.close();
  }
  const bad = verdicts.filter(({ differences }) => differences.length > 0);
  say(
    `${verdicts.length} releases were disturbed, ${bad.length} ended otherwise; ` +
      `${rounds.missed} rounds did not come to their points.`,
  );
  if (bad.length + rounds.missed > 0) process.exitCode = 1;
}

/** A round that says nothing about Tidegate, because nothing was killed where it should be. */
function missed(error: unknown): null {
  say(`  ${error instanceof Error ? error.message : String(error)}`);
  return null;
}

function chosenRounds(): readonly Round[] {
  const seeds = Array.from({ length: Number(values.seeds) }, (_, n) => Number(values.from) + n);
  const groups = Array.from({ length: Math.ceil(seeds.length / atOnce) }, (_, n) =>
    seeds.slice(n * atOnce, (n + 1) * atOnce),
  );
  return groups.flatMap((some) => chosen.map((victim) => ({ victim, seeds: some })));
}

async function open(): Promise<Opened> {
  const stage = await openFaultStage({ environments: environmentsFor(atOnce) });
  return { stage, undisturbed: await runUndisturbed(stage) };
}

/** One seed at every point and every victim, on the storefront. */
async function soakStorefront(): Promise<void> {
  let begun = performance.now();
  const order = { victims: chosen, points: at, seed: Number(values.from) };
  await disturbStorefront(order, (victim, found) => {
    report({ victim, seeds: [order.seed] }, found, performance.now() - begun);
    begun = performance.now();
    if (found.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
  });
}

type Found = { readonly scene: { readonly release: string; readonly hold: object } } & Pick<
  Verdict,
  'differences'
>;

function report({ victim, seeds }: Round, found: readonly Found[], tookMs: number): void {
  const bad = found.filter(({ differences }) => differences.length > 0);
  const seconds = (tookMs / 1000).toFixed(1);
  const which = `seeds ${seeds.join(', ')}`;
  say(`${victim}: ${which}: ${found.length} releases, ${bad.length} otherwise, ${seconds} s`);
  for (const { scene, differences } of bad) {
    say(`  ${scene.release} (${JSON.stringify(scene.hold)}):\n  ${differences.join('\n  ')}`);
  }
}

await (values.storefront ? soakStorefront() : soakStub());

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

const say = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '30' },
    from: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '3' },
    victims: { type: 'string', default: victims.join(',') },
    points: { type: 'string', default: points.join(',') },
  },
});

type Opened = { readonly stage: FaultStage; readonly undisturbed: Undisturbed };
type Round = { readonly victim: Victim; readonly seeds: readonly number[] };

const atOnce = Number(values['at-once']);

/** Every point and every victim, as many seeds as asked for; prints a line for each round. */
async function main(): Promise<void> {
  const at = points.filter((point) => values.points.split(',').includes(point));
  const verdicts: Verdict[] = [];
  let opened = await open();
  try {
    for (const { victim, seeds } of rounds()) {
      const begun = performance.now();
      const found = await runRound(opened.stage, victim, { seeds, at }, opened.undisturbed);
      verdicts.push(...found);
      report({ victim, seeds }, found, performance.now() - begun);
      if (found.every(({ hasEnded }) => hasEnded)) continue;
      // Releases that did not end hold their environments: the rest begins on new ground.
      await opened.stage.close();
      opened = await open();
    }
  } finally {
    await opened.stage.close();
  }
  const bad = verdicts.filter(({ differences }) => differences.length > 0);
  say(`${verdicts.length} releases were disturbed, ${bad.length} ended otherwise.`);
  if (bad.length > 0) process.exitCode = 1;
}

function rounds(): readonly Round[] {
  const chosen = victims.filter((victim) => values.victims.split(',').includes(victim));
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

function report({ victim, seeds }: Round, found: readonly Verdict[], tookMs: number): void {
  const bad = found.filter(({ differences }) => differences.length > 0);
  const seconds = (tookMs / 1000).toFixed(1);
  const which = `seeds ${seeds.join(', ')}`;
  say(`${victim}: ${which}: ${found.length} releases, ${bad.length} otherwise, ${seconds} s`);
  for (const { scene, differences } of bad) {
    say(`  ${scene.release} (${JSON.stringify(scene.hold)}):\n  ${differences.join('\n  ')}`);
  }
}

await main();

import { parseArgs } from 'node:util';
import { openFaultStage } from './fault-stage.ts';
import { environmentsFor, runRound, runUndisturbed, type Verdict } from './round.ts';
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

/** Every journal point, every victim, as many seeds as asked for; prints a line for each round. */
async function main(): Promise<void> {
  const [first, count, atOnce] = [
    Number(values.from),
    Number(values.seeds),
    Number(values['at-once']),
  ];
  const chosen = victims.filter((victim) => values.victims.split(',').includes(victim));
  const at = points.filter((point) => values.points.split(',').includes(point));
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  const stage = await openFaultStage({
    environments: environmentsFor(atOnce).map((name) => ({ name, timeoutMs: 60_000 })),
  });
  try {
    const undisturbed = await runUndisturbed(stage);
    const verdicts: Verdict[] = [];
    for (let index = 0; index < seeds.length; index += atOnce) {
      for (const victim of chosen) {
        const some = seeds.slice(index, index + atOnce);
        const begun = performance.now();
        const found = await runRound(stage, victim, { seeds: some, at }, undisturbed);
        verdicts.push(...found);
        report(victim, some, found, performance.now() - begun);
      }
    }
    const bad = verdicts.filter(({ differences }) => differences.length > 0);
    say(`${verdicts.length} releases were disturbed, ${bad.length} ended otherwise.`);
    if (bad.length > 0) process.exitCode = 1;
  } catch (e) {
    console.log(
      e instanceof Error ? e.message.slice(0, 300) : e,
      stage.grownUp.folder,
      stage.grownUp.temporalAddress,
      stage.grownUp.databaseUrl,
    );
    await new Promise((r) => setTimeout(r, 240000));
  } finally {
    await stage.close();
  }
}

function report(
  victim: Victim,
  seeds: readonly number[],
  found: readonly Verdict[],
  tookMs: number,
): void {
  const bad = found.filter(({ differences }) => differences.length > 0);
  const seconds = (tookMs / 1000).toFixed(1);
  const which = `seeds ${seeds.join(', ')}`;
  say(`${victim}: ${which}: ${found.length} releases, ${bad.length} otherwise, ${seconds} s`);
  for (const { scene, differences } of bad) {
    say(`  ${scene.release} (${JSON.stringify(scene.hold)}):\n  ${differences.join('\n  ')}`);
  }
}

await main();

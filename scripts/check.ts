// npm run check [-- part…]: everything that can be said about the code without running it.
import { fileURLToPath } from 'node:url';
import { type Part, parts } from './check/parts.ts';
import { type PartResult, runPart } from './check/run-part.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Each part keeps about one processor busy, and developers' machines have at least two. */
const atOnce = 2;

/** The parts that were asked for by name; all of them when none was. */
function choose(names: readonly string[]): Part[] {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    const known = parts.map(({ name }) => name).join(', ');
    throw new Error(`There is no part ${unknown.join(', ')}. The parts are ${known}.`);
  }
  return parts.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function runAll(chosen: readonly Part[]): Promise<PartResult[]> {
  const queue = [...chosen];
  const results: PartResult[] = [];
  const work = async () => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      const result = await runPart(part, root);
      report(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function report({ part, passed, durationMs, output }: PartResult): void {
  const seconds = (durationMs / 1000).toFixed(1).padStart(5);
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${part.name.padEnd(8)}${seconds} s  ${part.promise}`);
  if (!passed) console.log(`\n${output.trimEnd()}\n\n${part.remedy}\n`);
}

async function main(): Promise<void> {
  const results = await runAll(choose(process.argv.slice(2)));
  const failed = results.filter(({ passed }) => !passed).map(({ part }) => part.name);
  if (failed.length === 0) {
    console.log(`check: ${results.length} of ${results.length} parts passed`);
    return;
  }
  console.log(`check: ${failed.length} of ${results.length} parts failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

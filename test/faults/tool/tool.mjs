// A deployment tool that can be stopped at a gate. Every effect is a line of `effects.jsonl`, on
// the disk before the tool goes on: what really happened, written by the one who did it.
//
//   tool.mjs status ENVIRONMENT COMPONENT
//   tool.mjs up|down ENVIRONMENT COMPONENT VERSION DIGEST KEY FENCE
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [command, environment, component, ...rest] = process.argv.slice(2);
const folder = process.env.TOOL_FOLDER;
const stateFile = join(folder, 'states', `${environment}.${component}.json`);

/** Waits for as long as there is a gate of this name, and says that it has come there. */
async function passGate(moment) {
  const name = `${environment}.${component}.${command}.${moment}`;
  const gate = join(folder, 'gates', name);
  if (!existsSync(gate)) return;
  writeFileSync(join(folder, 'reached', name), String(process.pid));
  while (existsSync(gate)) await sleep(20);
}

function takeEffect([version, digest, key, fence]) {
  const effect = { command, environment, component, version, digest, key, fence: Number(fence) };
  const record = openSync(join(folder, 'effects.jsonl'), 'a');
  writeSync(record, `${JSON.stringify(effect)}\n`);
  fsyncSync(record);
  closeSync(record);
  const state = version === 'none' ? nothing : { version, digest };
  writeFileSync(`${stateFile}.new`, JSON.stringify(state), { flush: true });
  renameSync(`${stateFile}.new`, stateFile);
}

const nothing = { version: null, digest: null };
if (command !== 'status') {
  mkdirSync(join(folder, 'states'), { recursive: true });
  await passGate('before');
  takeEffect(rest);
  await passGate('after');
}
const state = existsSync(stateFile) ? readFileSync(stateFile, 'utf8') : JSON.stringify(nothing);
process.stdout.write(`${state}\n`);

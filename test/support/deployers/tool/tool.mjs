// A small deployment tool. What it has done stands in a file of its own, with each of its effects
// on a line of its own, as proof that does not come from the deployer.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [folder, command, ...parameters] = process.argv.slice(2);
const stateFile = join(folder, 'state.json');
const { BEHAVIOUR, PASSWORD } = process.env;

const commands = {
  status: async () => {},
  up: async (version, digest) => {
    if (BEHAVIOUR === 'hangs') await sleep(600_000);
    if (BEHAVIOUR === 'fails') {
      console.error(`cannot work with the password ${PASSWORD}`);
      process.exit(3);
    }
    if (BEHAVIOUR === 'slow') await sleep(1_500);
    change(
      BEHAVIOUR === 'lies' ? { version: 'another', digest: 'sha256:another' } : { version, digest },
    );
  },
  down: async (version, digest) => {
    change({ version: orNull(version), digest: orNull(digest) });
  },
};

await commands[command](...parameters);
console.log('some words before the answer');
console.log(JSON.stringify(state()));

function orNull(value) {
  return value === 'none' ? null : value;
}

function state() {
  if (!existsSync(stateFile)) return { version: null, digest: null };
  return JSON.parse(readFileSync(stateFile, 'utf8'));
}

function change(next) {
  appendFileSync(join(folder, 'effects.log'), `${command} ${next.version}\n`, { flush: true });
  writeFileSync(stateFile, JSON.stringify(next), { flush: true });
}

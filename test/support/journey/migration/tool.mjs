// A small deployment tool. What it has done stands in a folder of its own, each effect on a line of
// its own, as proof that does not come from Tidegate.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [command, ...parameters] = process.argv.slice(2);
const folder = process.env.TOOL_FOLDER;
const stateFile = join(folder, 'state.json');

const { down } = JSON.parse(readFileSync(new URL('behaviour.json', import.meta.url), 'utf8'));
if (command === 'down' && down === 'fails') {
  console.error('a view still needs the column');
  process.exit(1);
}
if (command !== 'status') {
  const [version, digest] = parameters.map((value) => (value === 'none' ? null : value));
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, 'effects.log'), `${command} ${version}\n`, { flush: true });
  writeFileSync(stateFile, JSON.stringify({ version, digest }), { flush: true });
}
const nothing = { version: null, digest: null };
console.log(existsSync(stateFile) ? readFileSync(stateFile, 'utf8') : JSON.stringify(nothing));

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { textOf } from './project-files.ts';

test('the reference of the command line is what the program says of itself', () => {
  const main = join(__dirname, '../../cli/main.ts');
  const said = execFileSync(process.execPath, [main, 'reference'], { encoding: 'utf8' });
  // Where this fails: npm run cli-reference.
  expect(textOf('docs/reference/cli.md')).toBe(said);
});

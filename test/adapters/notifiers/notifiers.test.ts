import { execFile } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { createNotifier } from '../../../adapters/notifiers/index.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
const file = () => join(folder.path, 'told', 'announcements.jsonl');
type Line = { readonly id: string; readonly key: string; readonly at: string };

const message = (key: string, text = 'It goes out at noon.') => ({
  key,
  audience: ['support', 'sales'],
  subject: 'Spring release: production',
  text,
});

async function lines(): Promise<Line[]> {
  const text = await readFile(file(), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);
}

const log = pino({ enabled: false });
const addressesOf = async () => [];
const toFile = () => createNotifier('file', { log, file: file(), addressesOf });

describe('the file channel', () => {
  test('appends one line of JSON a message, and refers to it', async () => {
    const reference = await toFile().send(message('spring/announce', 'Two\nlines "quoted"'));
    await toFile().send(message('spring/remind'));
    const [first, second] = await lines();
    expect(first).toEqual({
      ...message('spring/announce', 'Two\nlines "quoted"'),
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(reference).toBe(`announcements.jsonl#${first?.id ?? ''}`);
    expect(second?.key).toBe('spring/remind');
  });

  test('writes the same key once, also from several callers at a time', async () => {
    const references = await Promise.all(
      Array.from({ length: 8 }, () => toFile().send(message('spring/announce'))),
    );
    expect(new Set(references).size).toBe(1);
    expect(await lines()).toHaveLength(1);
  });

  test('writes the same key once, also from several processes', async () => {
    const script = join(folder.path, 'teller.mts');
    const index = pathToFileURL(join(process.cwd(), 'adapters/notifiers/index.ts')).href;
    await writeFile(
      script,
      `import { createNotifier } from ${JSON.stringify(index)};
       const [file, ...messages] = process.argv.slice(2);
       const notifier = createNotifier('file', { file });
       for (const message of messages) await notifier.send(JSON.parse(message));`,
    );
    const messages = ['a', 'b', 'c', 'd'].map((key) => JSON.stringify(message(key)));
    const tell = () => promisify(execFile)(process.execPath, [script, file(), ...messages]);
    await Promise.all([tell(), tell(), tell()]);
    const keys = (await lines()).map(({ key }) => key);
    expect(keys).toHaveLength(4);
    expect(new Set(keys)).toEqual(new Set(['a', 'b', 'c', 'd']));
  });

  test('goes on after a line that a crash has cut, and sends that message again', async () => {
    await toFile().send(message('first'));
    await appendFile(file(), '{"id":"x","key":"second","te');
    await toFile().send(message('second'));
    await toFile().send(message('third'));
    expect((await lines()).map(({ key }) => key)).toEqual(['first', 'second', 'third']);
  });

  test('is not confused by a text that quotes another message', async () => {
    await toFile().send(message('first', '{"key":"second"}'));
    await toFile().send(message('second'));
    expect(await lines()).toHaveLength(2);
  });
});

describe('the log channel', () => {
  test('logs a message once in the life of a process', async () => {
    const written: string[] = [];
    const logger = pino({}, { write: (line: string) => written.push(line) });
    const toLog = () => createNotifier('log', { log: logger, file: file(), addressesOf });
    const reference = await toLog().send(message('spring/announce'));
    expect(await toLog().send(message('spring/announce'))).toBe(reference);
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      msg: 'Spring release: production',
      message: { audience: ['support', 'sales'], text: 'It goes out at noon.' },
    });
    await toLog().send(message('spring/remind'));
    expect(written).toHaveLength(2);
  });
});

test.each([
  ['fil', /^Did you mean `file`\?/],
  ['constructor', /`log`, `file`/],
  ['', /`log`, `file`/],
])('an unknown channel %j fails with what is known', async (channel, remedy) => {
  const unknown = createNotifier(channel, { log, file: file(), addressesOf });
  const failure = await unknown.send(message('spring/announce')).catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'terminal', code: 'notifiers/unknown-channel' });
  expect(failure).toHaveProperty('remedy', expect.stringMatching(remedy));
});

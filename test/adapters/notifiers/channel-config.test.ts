import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readChannelConfig } from '../../../adapters/notifiers/channel-config.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();

async function read(text: string) {
  const file = join(folder.path, 'channels.json');
  await writeFile(file, text);
  return readChannelConfig(file);
}

const mail = {
  tool: 'smtp',
  host: 'mail.shop.example',
  port: 587,
  user: 'tidegate',
  password: 'SECRET',
  from: 'tidegate@shop.example',
};

test('channels are read by their names, and mail goes by STARTTLS by itself', async () => {
  const slack = { tool: 'slack', url: 'https://hooks.example/SECRET' };
  const channels = await read(JSON.stringify({ mail, chat: slack }));
  expect(channels.get('mail')).toEqual({ ...mail, security: 'starttls' });
  expect(channels.get('chat')).toEqual(slack);
});

test('without a file there are no channels besides those that are always there', async () => {
  expect((await readChannelConfig(undefined)).size).toBe(0);
  expect((await read('')).size).toBe(0);
});

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['no JSON', '{"chat": SECRET}', /it is not JSON/],
  ['a list', '["SECRET"]', /the file/],
  ['a tool nobody knows', '{"chat": {"tool": "SECRET"}}', /chat\.tool/],
  ['no address', '{"chat": {"tool": "slack", "url": "SECRET"}}', /chat\.url/],
  [
    'an address without TLS',
    '{"chat": {"tool": "slack", "url": "http://hooks.example/SECRET"}}',
    /chat\.url must begin with https/,
  ],
  [
    'a key nobody knows',
    '{"chat": {"tool": "slack", "url": "https://x.example", "SECRET": 1}}',
    /chat is not as expected/,
  ],
  ['a name of its own', '{"log": {"tool": "slack", "url": "https://x.example/SECRET"}}', /log/],
  ['mail without TLS', JSON.stringify({ mail: { ...mail, security: 'none' } }), /mail\.security/],
  [
    'a password without a user',
    JSON.stringify({ mail: { ...mail, user: undefined } }),
    /mail needs both or neither/,
  ],
  [
    'a sender of two lines',
    JSON.stringify({ mail: { ...mail, from: 'a@b.example\r\nBcc: c@d.example' } }),
    /mail\.from must be a mail address/,
  ],
  [
    'a short secret',
    '{"own": {"tool": "webhook", "url": "https://x.example", "secret": "SECRET"}}',
    /own\.secret/,
  ],
];

test.each(wrong)('%s is named by its place, and no value is shown', async (_, text, where) => {
  const failure = await read(text).catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'terminal', code: 'notifiers/bad-channels' });
  expect(failure).toHaveProperty('message', expect.stringMatching(where));
  expect(failure).toHaveProperty('remedy', expect.stringContaining('TIDEGATE_CHANNELS'));
  expect(String(failure)).not.toContain('SECRET');
});

test('a file that is not there is named by its variable', async () => {
  const failure = await readChannelConfig(join(folder.path, 'none')).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'notifiers/bad-channels' });
});

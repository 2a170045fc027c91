import { createHmac } from 'node:crypto';
import { openConfigured, webhookSecret } from '../../support/notifiers/subjects.ts';
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../support/notifiers/webhook-receiver.ts';

const message = {
  key: 'spring/production/announce/1/chat',
  audience: ['support'],
  subject: 'Spring *release* & <!here>',
  text: '<https://evil.example|Sign in> & [win](https://evil.example)',
};

let receiver: WebhookReceiver;
const closers: (() => Promise<void>)[] = [];
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  closers.push(() => receiver.close());
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(tool: 'slack' | 'teams' | 'webhook') {
  const secret = tool === 'webhook' ? { secret: webhookSecret } : {};
  const opened = await openConfigured({ tool, url: receiver.url, ...secret });
  closers.push(opened.close);
  return opened.notifier;
}

const posted = () => JSON.parse(receiver.posts[0]?.body ?? '') as unknown;

test('Slack gets one text in which nothing wakes a channel or hides a link', async () => {
  const reference = await (await open('slack')).send(message);
  expect(posted()).toEqual({
    text: [
      '*Spring ∗release∗ &amp; &lt;!here&gt;*',
      '&lt;https://evil.example|Sign in&gt; &amp; [win](https://evil.example)',
      `To support (${reference})`,
    ].join('\n'),
    unfurl_links: false,
  });
});

test('Teams gets an Adaptive Card whose runs of text are shown as they are', async () => {
  const reference = await (await open('teams')).send(message);
  const run = (text: string, look: object = {}) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, ...look }],
  });
  expect(posted()).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            run(message.subject, { weight: 'Bolder' }),
            run(message.text),
            run(`To support (${reference})`, { isSubtle: true }),
          ],
        },
      },
    ],
  });
});

test('a long text stays below what a workflow takes', async () => {
  await (await open('teams')).send({ ...message, text: '😀'.repeat(20_000) });
  expect(Buffer.byteLength(receiver.posts[0]?.body ?? '')).toBeLessThan(28_000);
});

test('a program of one’s own can tell who sent a message, and that it is the same', async () => {
  const notifier = await open('webhook');
  await notifier.send(message);
  await notifier.send(message);
  const [first, second] = receiver.posts;
  const id = first?.headers['webhook-id'];
  const timestamp = first?.headers['webhook-timestamp'];
  expect(second?.headers['webhook-id']).toBe(id);
  const signed = `${String(id)}.${String(timestamp)}.${first?.body ?? ''}`;
  const mac = createHmac('sha256', webhookSecret).update(signed).digest('base64');
  expect(first?.headers['webhook-signature']).toBe(`v1,${mac}`);
  const { audience, subject, text } = message;
  expect(posted()).toEqual({ type: 'tidegate.message', data: { audience, subject, text } });
});

test.each([
  ['7', 7_000],
  ['86400', 120_000],
  ['0', 1],
  ['soon', null],
  [undefined, null],
])('429 with Retry-After %p comes again after %p ms', async (after, retryAfterMs) => {
  receiver.mood = { status: 429, ...(after === undefined ? {} : headersWith(after)) };
  const failure = await failureOf();
  expect(failure).toMatchObject({ kind: 'retry', retryAfterMs });
});

test('an answer that leads elsewhere is refused, and nothing goes there', async () => {
  const elsewhere = await startWebhookReceiver();
  closers.push(() => elsewhere.close());
  receiver.mood = { status: 307, headers: { location: elsewhere.url } };
  expect(await failureOf()).toMatchObject({ kind: 'terminal', code: 'notifiers/refused' });
  expect(elsewhere.posts).toEqual([]);
});

test('a server that is away is named by its channel, and not by its address', async () => {
  await receiver.close();
  const failure = await failureOf();
  expect(failure).toHaveProperty('message', 'The channel there does not answer (ECONNREFUSED).');
});

function headersWith(after: string) {
  return { headers: { 'retry-after': after } };
}

async function failureOf(): Promise<unknown> {
  const notifier = await open('slack');
  return notifier.send(message).then(
    () => new Error('It was sent.'),
    (error: unknown) => error,
  );
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Notifier } from '../../../activities/ports/content.ts';
import { createNotifier } from '../../../adapters/notifiers/index.ts';
import { startSmtpReceiver } from './smtp-receiver.ts';
import { secretPath, startWebhookReceiver } from './webhook-receiver.ts';

/** What a person reads at the end of a channel. */
export type Told = { readonly title: string; readonly text: string };

/** What goes wrong on the other side. */
export type Trouble = 'refuses' | 'is broken' | 'hangs';

/** A channel, and the truth about what came out at its other end. */
export type NotifierSubject = {
  readonly notifier: Notifier;
  readonly told: () => Promise<readonly Told[]>;
  /** What must be read nowhere. */
  readonly secret: string | null;
  /** Null: nobody is on the other side. */
  readonly trouble: ((kind: Trouble) => void) | null;
  readonly close: () => Promise<void>;
};

/** Two people of support, and one of sales who is in support too. */
const addressesOf = async () => ['sam@shop.example', 'sue@shop.example'];

export const smtpPassword = 'correct-horse-battery';
export const webhookSecret = 'a-secret-of-at-least-16';

type Open = () => Promise<NotifierSubject>;

/** Every channel by its tool, behind the same index that workers use. */
export const notifierSubjects: readonly (readonly [string, Open])[] = [
  ['log', openLog],
  ['file', openFile],
  ['smtp', openSmtp],
  ['slack', () => openWebhook('slack', readSlack)],
  ['teams', () => openWebhook('teams', readTeams)],
  ['webhook', () => openWebhook('webhook', readOwn)],
];

async function openLog(): Promise<NotifierSubject> {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const told = async () =>
    lines.map((line) => {
      const { msg, message } = JSON.parse(line) as { msg: string; message: { text: string } };
      return { title: msg, text: message.text };
    });
  const notifier = createNotifier('log', { log, file: '', addressesOf });
  return { notifier, told, secret: null, trouble: null, close: async () => {} };
}

async function openFile(): Promise<NotifierSubject> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-told-'));
  const file = join(folder, 'told.jsonl');
  const told = async () =>
    (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { subject, text } = JSON.parse(line) as { subject: string; text: string };
        return { title: subject, text };
      });
  const notifier = createNotifier('file', { log: pino({ enabled: false }), file, addressesOf });
  const close = () => rm(folder, { recursive: true, force: true });
  return { notifier, told, secret: null, trouble: null, close };
}

async function openSmtp(): Promise<NotifierSubject> {
  const receiver = await startSmtpReceiver({ user: 'tidegate', password: smtpPassword });
  const opened = await openConfigured({
    tool: 'smtp',
    host: '127.0.0.1',
    port: receiver.port,
    security: 'none',
    user: 'tidegate',
    password: smtpPassword,
    from: 'Tidegate <tidegate@shop.example>',
  });
  const moods = { refuses: 554, 'is broken': 451, hangs: 'hangs' } as const;
  return {
    notifier: opened.notifier,
    told: async () =>
      receiver.mails.map(({ headers, parts }) => ({
        title: headers.get('subject')?.[0] ?? '',
        text: parts.get('text/plain') ?? '',
      })),
    secret: smtpPassword,
    trouble: (kind) => {
      receiver.mood = moods[kind];
    },
    close: async () => {
      await receiver.close();
      await opened.close();
    },
  };
}

async function openWebhook(
  tool: 'slack' | 'teams' | 'webhook',
  read: (body: string) => Told,
): Promise<NotifierSubject> {
  const receiver = await startWebhookReceiver();
  const secret = tool === 'webhook' ? { secret: webhookSecret } : {};
  const opened = await openConfigured({ tool, url: receiver.url, ...secret });
  const moods = { refuses: { status: 404 }, 'is broken': { status: 503 }, hangs: 'hangs' } as const;
  return {
    notifier: opened.notifier,
    told: async () => receiver.posts.map(({ body }) => read(body)),
    secret: secretPath,
    trouble: (kind) => {
      receiver.mood = moods[kind];
    },
    close: async () => {
      await receiver.close();
      await opened.close();
    },
  };
}

/** Long enough for a machine on which much else runs, and short for who waits for a hanging one. */
const timeoutMs = 2_000;

/** A notifier by its line in the file of channels, where it is called `there`. */
export async function openConfigured(config: object, known = addressesOf) {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-channels-'));
  const channels = join(folder, 'channels.json');
  await writeFile(channels, JSON.stringify({ there: config }));
  const log = pino({ enabled: false });
  const options = { log, file: '', channels, addressesOf: known, timeoutMs };
  return {
    notifier: createNotifier('there', options),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function readSlack(body: string): Told {
  const { text } = JSON.parse(body) as { text: string };
  const shown = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const [title = '', ...lines] = shown.split('\n');
  return { title: title.replaceAll('*', ''), text: lines.join('\n') };
}

type Card = {
  readonly attachments: readonly {
    readonly content: { readonly body: readonly { readonly inlines: readonly Run[] }[] };
  }[];
};
type Run = { readonly type: string; readonly text: string };

function readTeams(body: string): Told {
  const card = JSON.parse(body) as Card;
  const blocks = card.attachments[0]?.content.body ?? [];
  const [title = '', ...lines] = blocks.map(({ inlines }) =>
    inlines.map(({ text }) => text).join(),
  );
  return { title, text: lines.join('\n') };
}

function readOwn(body: string): Told {
  const { data } = JSON.parse(body) as { data: { subject: string; text: string } };
  return { title: data.subject, text: data.text };
}

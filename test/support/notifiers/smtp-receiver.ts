import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type ReadMail, readMail } from './read-mail.ts';

/** What became of a mail: taken, or refused with that number; `hangs` never answers. */
export type Mood = 'takes' | 'hangs' | number;

export type ReceivedMail = ReadMail & {
  readonly from: string;
  /** Addresses that the server was told to bring it to, which stand in no header. */
  readonly to: readonly string[];
};

/** A real SMTP server on loopback, which keeps what it takes. */
export type SmtpReceiver = {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  mood: Mood;
  /** Addresses that it does not know. */
  readonly unknown: Set<string>;
  close(): Promise<void>;
};

type Login = { readonly user: string; readonly password: string };

export async function startSmtpReceiver(login?: Login): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  const unknown = new Set<string>();
  const receiver = { mood: 'takes' as Mood };
  const server = new SMTPServer({
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth({ username, password }, _session, answer) {
      const isKnown = username === login?.user && password === login?.password;
      if (isKnown) answer(null, { user: username });
      else answer(new Error(`Nobody here is ${username ?? ''} with ${password ?? ''}.`));
    },
    onRcptTo({ address }, _session, answer) {
      answer(unknown.has(address) ? refusal(550, `No mailbox ${address}.`) : null);
    },
    onData(stream, { envelope }, answer) {
      let raw = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        raw += chunk;
      });
      stream.on('end', () => {
        if (receiver.mood === 'hangs') return;
        if (receiver.mood !== 'takes') return answer(refusal(receiver.mood, 'Not this one.'));
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ ...readMail(raw), from, to });
        answer(null);
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(receiver, {
    port,
    mails,
    unknown,
    close: () =>
      new Promise<void>((resolve) => {
        for (const { _socket } of server.connections) _socket.destroy();
        server.close(() => resolve());
      }),
  });
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

import { type SmtpReceiver, startSmtpReceiver } from '../../support/notifiers/smtp-receiver.ts';
import { openConfigured, smtpPassword } from '../../support/notifiers/subjects.ts';

const message = {
  key: 'spring/production/announce/1/mail',
  audience: ['support', 'sales'],
  subject: 'Grüße: 50 % <b>off</b>',
  text: 'First line.\nSecond <script>alert("x")</script> & more.',
};

const mailTo = (receiver: SmtpReceiver, extra: object = {}) => ({
  tool: 'smtp',
  host: '127.0.0.1',
  port: receiver.port,
  security: 'none',
  from: 'Tidegate <tidegate@shop.example>',
  ...extra,
});

const people = ['sam@shop.example', 'sue@shop.example'];
let receiver: SmtpReceiver;
const closers: (() => Promise<void>)[] = [];
beforeEach(async () => {
  receiver = await startSmtpReceiver();
  closers.push(() => receiver.close());
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(extra: object = {}, known: readonly string[] = people) {
  const opened = await openConfigured(mailTo(receiver, extra), async () => [...known]);
  closers.push(opened.close);
  return opened.notifier;
}

test('a mail comes to everybody, and nobody reads the addresses of the others', async () => {
  const reference = await (await open()).send(message);
  const [mail] = receiver.mails;
  expect(mail?.from).toBe('tidegate@shop.example');
  expect(mail?.to).toEqual(people);
  const headers = [...(mail?.headers ?? [])].flat(2).join('\n');
  for (const address of people) expect(headers).not.toContain(address);
  expect(mail?.headers.get('subject')).toEqual(['Grüße: 50 % <b>off</b>']);
  expect(mail?.headers.get('auto-submitted')).toEqual(['auto-generated']);
  const [, id = ''] = reference.split('#');
  expect(mail?.headers.get('message-id')).toEqual([`<${id}@shop.example>`]);
});

test('its HTML shows markup in place of obeying it', async () => {
  await (await open()).send(message);
  const html = receiver.mails[0]?.parts.get('text/html') ?? '';
  expect(html).not.toContain('<script');
  expect(html).toContain('Second &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more.');
  expect(html).toMatch(/First line\.<br>/);
});

test('no line of a subject, an audience or an address becomes a header or a command', async () => {
  const evil = 'x@shop.example>\r\nRCPT TO:<thief@shop.example';
  const notifier = await open({}, [...people, evil]);
  const subject = 'A\r\nBcc: thief@shop.example';
  await notifier.send({ ...message, subject, audience: ['a\r\nX-Evil: 1'] });
  const [mail] = receiver.mails;
  expect(mail?.to).toEqual(people);
  expect(mail?.headers.has('bcc')).toBe(false);
  expect(mail?.headers.has('x-evil')).toBe(false);
});

test('some unknown addresses are told of by their number, and none by its name', async () => {
  receiver.unknown.add('sue@shop.example');
  const reference = await (await open()).send(message);
  expect(reference).toMatch(/^there#\w{16} \(1 of 2 addresses refused\)$/);
  expect(receiver.mails[0]?.to).toEqual(['sam@shop.example']);
  receiver.unknown.add('sam@shop.example');
  const failure = await failureOf(await open());
  expect(failure).toMatchObject({ kind: 'terminal', code: 'notifiers/refused' });
  expect(failure).toHaveProperty('message', expect.not.stringContaining('@'));
});

test('an audience without addresses is a failure, and no mail to nobody', async () => {
  const failure = await failureOf(await open({}, []));
  expect(failure).toMatchObject({ kind: 'terminal' });
  expect(failure).toHaveProperty('message', expect.stringContaining('support, sales'));
  expect(receiver.mails).toEqual([]);
});

test('a wrong password is named as such, and not shown', async () => {
  await receiver.close();
  receiver = await startSmtpReceiver({ user: 'tidegate', password: smtpPassword });
  const failure = await failureOf(await open({ user: 'tidegate', password: 'wrong-horse' }));
  expect(failure).toMatchObject({ kind: 'terminal', code: 'notifiers/refused' });
  expect(failure).toHaveProperty('remedy', expect.stringContaining('user and password'));
  expect(`${String(failure)}${JSON.stringify(failure)}`).not.toContain('wrong-horse');
});

test.each([['starttls'], ['tls']])(
  'without TLS nothing is said where %s is asked',
  async (security) => {
    const failure = await failureOf(await open({ security }));
    expect(failure).toHaveProperty('code', expect.stringContaining('notifiers/'));
    expect(failure).toHaveProperty('remedy', expect.stringContaining('security'));
    expect(receiver.mails).toEqual([]);
  },
);

function failureOf(notifier: Awaited<ReturnType<typeof open>>): Promise<unknown> {
  return notifier.send(message).then(
    () => new Error('It was sent.'),
    (error: unknown) => error,
  );
}

import { type NotifierSubject, notifierSubjects } from '../../support/notifiers/subjects.ts';

const message = {
  key: 'spring/production/announce/1/there',
  audience: ['support', 'sales'],
  subject: 'Spring release: production',
  text: 'It goes out at noon: orders 2.0.0.',
};

/** What would leave its frame in a mail, in HTML, in Slack's markup or in Markdown. */
const wicked = {
  ...message,
  subject: 'Spring\r\nBcc: everybody@shop.example\r\n\r\n<b>*bold*</b>',
  text: '</p><script>alert(1)</script>\r\n.\r\nQUIT\r\n<!channel> [win](https://evil.example) "&"',
};

describe.each(notifierSubjects)('a notifier of the tool %s', (_, open) => {
  let subject: NotifierSubject;
  beforeEach(async () => {
    subject = await open();
  });
  afterEach(() => subject.close());

  test('tells what it was given, and refers to it by the same words each time', async () => {
    const { notifier, told } = subject;
    const reference = await notifier.send(message);
    expect(reference).toMatch(/#[0-9a-f]{16}$/);
    const [first, ...others] = await told();
    expect(others).toEqual([]);
    expect(first?.title).toBe(message.subject);
    expect(first?.text).toContain(message.text);
    expect(await notifier.send(message)).toBe(reference);
    expect(await notifier.send({ ...message, key: 'another' })).not.toBe(reference);
  });

  test('lets no text out of its frame', async () => {
    await subject.notifier.send(wicked);
    const told = await subject.told();
    expect(told).toHaveLength(1);
    const text = told[0]?.text.replaceAll('\r\n', '\n');
    expect(text).toContain(wicked.text.replaceAll('\r\n', '\n'));
    expect(told[0]?.title).toContain('Bcc: everybody@shop.example');
  });

  test.each([
    ['refuses', 'terminal', 'notifiers/refused'],
    ['is broken', 'retry', 'notifiers/unreachable'],
    ['hangs', 'retry', 'notifiers/unreachable'],
  ] as const)('whose other side %s fails as %s, and tells no secret', async (kind, as, code) => {
    if (subject.trouble === null) return;
    subject.trouble(kind);
    const failure = await subject.notifier.send(message).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: as, code });
    expect(failure).toHaveProperty('message', expect.stringContaining('The channel there '));
    expect(failure).toHaveProperty('remedy', expect.stringMatching(/\w{3}.*\.$/));
    expect(JSON.stringify(failure, textOf)).not.toContain(subject.secret);
    expect(await subject.told()).toEqual([]);
  });
});

/** An error's own words are no enumerable properties. */
function textOf(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { message: text, stack, cause } = value;
  return { ...value, text, stack, cause };
}

import type { Notice } from '../../domain/message/message.ts';
import { calendarChangedSignal } from '../../workflows/contract.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hourMs = 3_600_000;
const content = [aStage('build'), aStage('package'), aStage('promote')];
const announcement = {
  audience: ['everyone'],
  channels: ['mail', 'chat'],
  subject: 'Soon',
  text: 'It comes at {noon}.',
};
const announced = [...content, aStage('announce', { announcement })];
const sent = () => stage.tools.messages.map(({ key, audience, text }) => ({ key, audience, text }));

describe('an announcement', () => {
  test('goes through each channel once, in the words of the plan', async () => {
    const release = await stage.start(aPlan([...announced, aStage('deploy')], { name: 'told' }));
    await expect(release.handle.result()).resolves.toBe('released');
    const { audience, text } = announcement;
    expect(sent().toSorted((one, other) => (one.key < other.key ? -1 : 1))).toEqual([
      { key: 'told/production/announce/1/chat', audience, text },
      { key: 'told/production/announce/1/mail', audience, text },
    ]);
  });

  test('stops nothing where a channel fails, and the others say it once', async () => {
    stage.tools.failing.set('send mail', 99);
    const release = await stage.start(aPlan([...announced, aStage('deploy')], { name: 'half' }));
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('message.unsent')).toMatchObject([
      { kind: 'go-live', channel: 'mail', audience: ['everyone'] },
    ]);
    expect(sent()).toHaveLength(1);
    const told = release
      .eventsOf('stage.succeeded')
      .find(({ stage: id }) => id.includes('announce'));
    expect(told?.summary).toBe('Told everyone. Nothing went out through mail.');
  });

  test('that reached nobody is no announcement to a checklist', async () => {
    for (const channel of ['mail', 'chat']) stage.tools.failing.set(`send ${channel}`, 5);
    const items = [{ item: 'announcement-sent' }] as const;
    const stages = [...announced, aStage('checklist', { items }), aStage('deploy')];
    const release = await stage.start(aPlan(stages, { name: 'unheard' }));
    await release.waitsFor('failed-stage');
    expect(release.eventsOf('announcement.sent')).toEqual([]);
    expect(stage.tools.touched()).toEqual([]);
  });
});

const notice: Notice = {
  of: ['request', 'reminder', 'held', 'moved', 'closed'],
  audience: ['stakeholders', 'mona'],
  channels: ['mail'],
  templates: {
    reminder: { subject: '{{ subject }}', text: 'Hurry: {{ title }}. {{ message }}' },
    moved: { subject: 'Moved', text: '{{ environment }}|{{ old }}|{{ new }}|{{ why }}' },
  },
};

describe('a notice', () => {
  test('asks, reminds and tells of the end, through its channels and in its words', async () => {
    const asked = [...content, aStage('approval'), aStage('deploy')];
    const release = await stage.start(aPlan(asked, { name: 'asked', notices: [notice] }));
    await release.waitsFor('approval');
    await release.pass(23.5 * hourMs);
    await release.recorded('requirement.reminded', 1);
    await release.decide('cora', 'production/cab', 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
    const all = sent();
    expect(all.map(({ audience }) => audience)).toEqual([
      ['cab', 'stakeholders', 'mona'],
      ['cab', 'stakeholders', 'mona'],
      ['stakeholders', 'mona'],
    ]);
    const [request, reminder, closed] = all;
    expect(request?.text).toMatch(/^1 of cab must decide production\/cab until 20/);
    expect(reminder?.text).toMatch(/^Hurry: Spring release\. production\/cab expires at /);
    expect(closed?.text).toBe('The release asked has ended: released.');
  });
});

describe('a held release whose date is moved', () => {
  const held = [...content, aStage('window'), aStage('deploy')];
  /** A freeze of production until so long from now. */
  async function freezeUntil(ms: number, title = 'Year end'): Promise<string> {
    const nowMs = await stage.environment.currentTimeMs();
    const end = new Date(Math.ceil((nowMs + ms) / 60_000) * 60_000).toISOString();
    stage.records.entries.splice(0);
    stage.records.entries.push({
      id: 'freeze',
      kind: 'freeze',
      title,
      environments: ['production'],
      start: new Date(nowMs - hourMs).toISOString(),
      end,
      owner: 'management',
    });
    return end;
  }
  const dates = () => sent().filter(({ key }) => key.includes('/date/'));
  const moves = () => dates().slice(1);

  test('tells old, new and why, once for each move', async () => {
    const first = await freezeUntil(48 * hourMs);
    const release = await stage.start(aPlan(held, { name: 'moved', notices: [notice] }));
    await release.waitsFor('window');
    await release.pass(3 * hourMs);
    const texts = () => dates().map(({ text }) => text);
    expect(texts()).toEqual([expect.stringContaining(`production until ${first}.`)]);
    const second = await freezeUntil(72 * hourMs, 'Audit');
    await release.handle.signal(calendarChangedSignal);
    await release.recorded('wait.began', 2);
    await release.pass(3 * hourMs);
    const third = await freezeUntil(24 * hourMs, 'Audit');
    await release.handle.signal(calendarChangedSignal);
    await expect(release.handle.result()).resolves.toBe('released');
    const told = moves().map(({ text }) => text.split('|'));
    expect(told.map(([where, old, now]) => [where, old, now])).toEqual([
      ['production', first, second],
      ['production', second, third],
    ]);
    expect(told[0]?.[3]).toContain('Audit');
    expect(moves()[0]?.audience).toEqual(['stakeholders', 'mona']);
  });

  test('tells that it goes at once, when the calendar opens before its time', async () => {
    const until = await freezeUntil(48 * hourMs);
    const release = await stage.start(aPlan(held, { name: 'earlier', notices: [notice] }));
    await release.waitsFor('window');
    stage.records.entries.splice(0);
    await release.handle.signal(calendarChangedSignal);
    await expect(release.handle.result()).resolves.toBe('released');
    expect(moves()).toHaveLength(1);
    const [, old, now = ''] = moves()[0]?.text.split('|') ?? [];
    expect(old).toBe(until);
    expect(now < until).toBe(true);
  });
});

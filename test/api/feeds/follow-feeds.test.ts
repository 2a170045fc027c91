import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFeedFollower } from '../../../api/feeds/follow-feeds.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { testDocuments } from '../../support/api/test-documents.ts';
import { type FeedServer, startFeedServer } from '../../support/feeds/feed-server.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
let stage: ApiStage;
let server: FeedServer;
beforeAll(async () => {
  [stage, server] = await Promise.all([
    openApiStage(testDocuments({ window: true })),
    startFeedServer(),
  ]);
});
afterAll(async () => {
  await server.close();
  await stage.close();
});

const holiday = (uid: string, day: string) => ({ uid, title: 'Holiday', day });

/** An API that follows the server's feed, and whoever reads there. */
async function subscribed(change: object = {}) {
  const file = join(folder.path, 'feeds.json');
  const feed = { url: `${server.url}/secret.ics`, kind: 'blackout', owner: 'cab', ...change };
  const subscribe = (content: object) => writeFile(file, JSON.stringify(content));
  await subscribe({ holidays: { timeZone: 'Europe/Berlin', ...feed } });
  const { records, releases } = stage;
  const log = { warn: () => undefined, error: () => undefined } as never;
  const time = { nowMs: Date.parse('2032-01-01T00:00:00Z') };
  const clock = () => new Date(time.nowMs);
  const feeds = createFeedFollower({ file, records, releases, log, clock });
  const rita: ApiPerson = (await stage.person('rita')).at(stage.appWith({ feeds }));
  const entries = async () => {
    const { text } = await rita.get('/v1/calendar/entries').expect(200);
    const listed = JSON.parse(text) as { entries: { title: string; start: string }[] };
    return listed.entries.filter(({ title }) => title === 'Holiday').map(({ start }) => start);
  };
  return {
    subscribe,
    entries,
    async after(minutes: number) {
      time.nowMs += minutes * 60_000;
      await feeds.look();
      const { body } = await rita.get('/v1/calendar/feeds').expect(200);
      return body as { feeds: { trouble: unknown }[]; wrongFile: string | null };
    },
  };
}

test('a feed is followed: asked for when it is due, and taken in when it has changed', async () => {
  server.serve([holiday('one', '20320301')]);
  const { after, entries } = await subscribed();
  const first = await after(0);
  expect(first.feeds).toMatchObject([
    { calendar: 'holidays', host: new URL(server.url).host, entries: 1, trouble: null },
  ]);
  expect(JSON.stringify(first)).not.toContain('secret');
  expect(await entries()).toEqual(['2032-03-01T00:00:00']);
  server.serve([holiday('one', '20320302')]);
  await after(14);
  expect(server.asked()).toEqual([200]);
  expect((await after(1)).feeds).toMatchObject([{ changedAt: '2032-01-01T00:15:00.000Z' }]);
  expect(await entries()).toEqual(['2032-03-02T00:00:00']);
  await after(15);
  expect((await after(15)).feeds).toMatchObject([{ changedAt: '2032-01-01T00:15:00.000Z' }]);
  // What has not changed is not even sent.
  expect(server.asked()).toEqual([200, 200, 304, 304]);
});

describe('a feed in trouble', () => {
  const trouble = (message: string) => [
    {
      entries: 1,
      trouble: { message: expect.stringContaining(message), remedy: expect.any(String) },
    },
  ];

  test('is told, leaves the last good entries, and is taken in once it is well', async () => {
    server.serve([holiday('one', '20320401')]);
    const { after, entries } = await subscribed();
    await after(0);
    server.serve([holiday('two', '20320501'), holiday('bad', '20321399')]);
    const told = await after(15);
    expect(told.feeds).toMatchObject([
      {
        trouble: { errors: [{ code: 'impossible-time', message: expect.stringContaining('bad') }] },
      },
    ]);
    server.answer({ status: 200, body: '<html>Sign in</html>' });
    expect((await after(15)).feeds).toMatchObject(trouble('VCALENDAR'));
    server.answer({ status: 500, body: '' });
    expect((await after(15)).feeds).toMatchObject(trouble('answered with 500'));
    server.answer({ status: 302, body: '', location: '/elsewhere.ics' });
    expect((await after(15)).feeds).toMatchObject(trouble('leads elsewhere'));
    server.answer({ status: 200, body: 'x'.repeat(5_000_001) });
    expect((await after(15)).feeds).toMatchObject(trouble('too large'));
    expect(await entries()).toEqual(['2032-04-01T00:00:00']);
    expect(JSON.stringify(told)).not.toContain('secret');
    server.serve([holiday('two', '20320501')]);
    expect((await after(15)).feeds).toMatchObject([{ trouble: null }]);
    expect(await entries()).toEqual(['2032-05-01T00:00:00']);
  });

  test('is one whose owner nobody knows', async () => {
    server.serve([holiday('one', '20320601')]);
    const { after } = await subscribed({ owner: 'nobody' });
    expect((await after(0)).feeds).toMatchObject([{ trouble: { errors: [{ pointer: '' }] } }]);
  });

  test('is no longer listed once nobody subscribes to it, and its file is told', async () => {
    server.serve([holiday('one', '20320701')]);
    const { after, subscribe } = await subscribed();
    await after(0);
    await subscribe({ holidays: { url: 'http://calendar.example/secret', kind: 'freeze' } });
    const { wrongFile } = await after(15);
    expect(wrongFile).toContain('holidays.url must begin with https://');
    expect(wrongFile).not.toContain('secret');
    await subscribe({});
    expect(await after(15)).toEqual({ feeds: [], wrongFile: null });
  });
});

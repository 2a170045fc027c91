import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { problemOf } from '../../support/api/problem.ts';
import { readUntil, startRelease } from '../../support/api/running-release.ts';
import { testDocuments } from '../../support/api/test-documents.ts';
import { startTestWorker, type TestWorker } from '../../support/api/test-worker.ts';

let stage: ApiStage;
let worker: TestWorker;
let rita: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage(testDocuments({ window: true }));
  worker = await startTestWorker(stage);
  rita = await stage.person('rita');
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

const entries = '/v1/calendar/entries';
const aFreeze = (change: object = {}) => ({
  id: 'black-friday',
  kind: 'freeze',
  title: 'Black Friday',
  environments: ['staging'],
  start: '2020-11-27T00:00:00+01:00',
  owner: 'release-managers',
  ...change,
});

describe('the calendar', () => {
  test('holds a release while a freeze is there, and wakes it when the freeze goes', async () => {
    await rita.post(entries, aFreeze()).expect(201);
    const question = { environment: 'staging' };
    const closed = await rita.post('/v1/calendar/check', question).expect(200);
    expect(closed.body).toMatchObject({ open: false, by: ['black-friday'], nextOpen: null });
    const release = await startRelease(stage);
    const held = await readUntil(rita, release, ({ blockers }) => blockers.length > 0);
    expect(held.blockers).toMatchObject([{ kind: 'window', clearedBy: ['release-managers'] }]);
    await rita.delete(`${entries}/black-friday`).expect(204);
    const goneOn = ({ stages }: typeof held) =>
      stages.some(({ kind, status }) => kind === 'window' && status === 'succeeded');
    await readUntil(rita, release, goneOn);
    const open = await rita.post('/v1/calendar/check', question).expect(200);
    expect(open.body).toMatchObject({ open: true });
  });

  test('answers for another instant too', async () => {
    await rita.post(entries, aFreeze({ id: 'next', start: '2030-01-01T00:00:00Z' })).expect(201);
    const check = (at: string) =>
      rita.post('/v1/calendar/check', { environment: 'staging', instant: at }).expect(200);
    const before = await check('2029-12-31T23:59:59.999Z');
    expect(before.body).toMatchObject({ open: true, until: '2030-01-01T00:00:00.000Z' });
    expect((await check('2030-01-01T00:00:00Z')).body).toMatchObject({ open: false });
    await rita.delete(`${entries}/next`).expect(204);
  });
});

describe('the calendar, asked by scope and time', () => {
  const berlin = {
    kind: 'freeze',
    timeZone: 'Europe/Berlin',
    start: '2027-01-01T16:00',
    end: '2027-01-04T08:00',
    rrule: 'FREQ=WEEKLY;BYDAY=FR',
  };
  const ask = async (body: object) =>
    (await rita.post('/v1/calendar/check', body).expect(200)).body as Record<string, unknown>;

  test('follows the clocks of a zone into summer, for what an entry speaks of alone', async () => {
    const entry = aFreeze({ ...berlin, id: 'weekends', services: ['web'], environments: [] });
    await rita.post(entries, entry).expect(201);
    const instant = '2027-07-02T14:00:00Z';
    const during = await ask({ instant, service: 'web', environment: 'staging' });
    expect(during).toMatchObject({
      open: false,
      by: ['weekends'],
      nextOpen: '2027-07-05T06:00:00.000Z',
      nextClose: '2027-07-09T14:00:00.000Z',
      until: '2027-07-05T06:00:00.000Z',
    });
    expect(await ask({ instant, service: 'orders' })).toMatchObject({ open: true, until: null });
    expect(await ask({ instant })).toMatchObject({ open: true, by: [], nextClose: null });
    const before = await ask({ instant: '2027-07-02T13:59:59.999Z', service: 'web' });
    expect(before).toMatchObject({
      open: true,
      nextClose: instant.replace('Z', '.000Z'),
      nextOpen: '2027-07-05T06:00:00.000Z',
    });
    await rita.delete(`${entries}/weekends`).expect(204);
  });

  test('refuses names that nobody has declared', async () => {
    const problem = problemOf(
      await rita.post('/v1/calendar/check', { environment: 'stagin', service: 'wep' }),
    );
    expect(problem).toMatchObject({
      status: 422,
      errors: [{ pointer: '/environment' }, { pointer: '/service' }],
    });
  });

  test('is changed by PUT, which leaves the entries of files alone', async () => {
    const entry = aFreeze({ id: 'moving', end: '2030-01-01T00:00:00Z' });
    await rita.put(`${entries}/moving`, entry).expect(201);
    await rita.put(`${entries}/moving`, { ...entry, title: 'Moved' }).expect(200);
    expect(problemOf(await rita.post(entries, entry))).toMatchObject({ code: 'entry-taken' });
    expect(problemOf(await rita.put(`${entries}/other`, entry))).toMatchObject({
      errors: [{ pointer: '/id' }],
    });
    const listed = JSON.parse((await rita.get(entries)).text) as { entries: { title: string }[] };
    expect(listed.entries.map(({ title }) => title)).toEqual(['Moved']);
    await rita.delete(`${entries}/moving`).expect(204);
  });

  test('refuses what no clock can follow, with place and remedy', async () => {
    const wrong = aFreeze({ ...berlin, timeZone: 'Europe/Berlim' });
    expect(problemOf(await rita.post(entries, wrong)).errors).toMatchObject([
      { pointer: '/timeZone', remedy: expect.stringContaining('Europe/Berlin') },
    ]);
    const twoEnds = aFreeze({ ...berlin, rrule: 'FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z' });
    expect(problemOf(await rita.post(entries, twoEnds)).errors).toMatchObject([
      { pointer: '/rrule', message: expect.stringContaining('COUNT and UNTIL') },
    ]);
  });
});

describe('an iCalendar feed', () => {
  const feed = (...events: string[]) =>
    ['BEGIN:VCALENDAR', ...events, 'END:VCALENDAR', ''].join('\r\n');
  const holiday = (uid: string, day: string) =>
    [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      'SUMMARY:Holiday',
      `DTSTART;VALUE=DATE:${day}`,
      'END:VEVENT',
    ].join('\r\n');
  const asked = 'calendar=holidays&kind=blackout&owner=cab&timeZone=Europe/Berlin';
  const importing = (text: string) =>
    rita.sendText('post', `/v1/calendar/imports?${asked}`, 'text/calendar', text);
  const titles = async () => {
    const { text } = await rita.get(entries).expect(200);
    const listed = JSON.parse(text) as { entries: { title: string; start: string }[] };
    return listed.entries.filter(({ title }) => title === 'Holiday').map(({ start }) => start);
  };

  test('comes in whole, and a later one of the same name takes its place', async () => {
    const both = feed(holiday('one', '20320101'), holiday('two', '20320501'));
    expect((await importing(both).expect(200)).body).toEqual({
      calendar: 'holidays',
      entries: 2,
      changed: true,
    });
    expect((await importing(both).expect(200)).body).toMatchObject({ changed: false });
    await importing(feed(holiday('two', '20320502'))).expect(200);
    expect(await titles()).toEqual(['2032-05-02T00:00:00']);
    const { text } = await rita.get('/v1/calendar.ics').expect(200);
    expect(text).toContain('DTSTART;TZID=Europe/Berlin:20320502T000000');
  });

  test('that is malformed is told, and changes nothing', async () => {
    const broken = feed(holiday('three', '20320601'), holiday('four', '20321399'));
    expect(problemOf(await importing(broken).expect(422)).errors).toMatchObject([
      { code: 'impossible-time', message: expect.stringContaining('four') },
    ]);
    await importing('<html>Sign in</html>').expect(422);
    expect(await titles()).toEqual(['2032-05-02T00:00:00']);
    await importing(feed()).expect(200);
    expect(await titles()).toEqual([]);
  });
});

describe('a calendar entry', () => {
  test('is refused with every wrong place', async () => {
    const wrong = aFreeze({ kind: 'freze', end: '2019-01-01T00:00:00Z', colour: 'red' });
    const problem = problemOf(await rita.post(entries, wrong).expect(422));
    expect(problem.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/colour', '/kind']);
    const dangling = aFreeze({ environments: ['stagin'], owner: 'nobody' });
    expect(problemOf(await rita.post(entries, dangling).expect(422)).errors).toMatchObject([
      { pointer: '/owner' },
      { pointer: '/environments/0', remedy: expect.stringContaining('`staging`') },
    ]);
    const backwards = aFreeze({ end: '2019-01-01T00:00:00Z' });
    const problems = problemOf(await rita.post(entries, backwards).expect(422)).errors;
    expect(problems).toMatchObject([{ pointer: '/end' }]);
    expect((await rita.get(entries)).body).toEqual({ entries: [] });
  });

  test('of an applied file is changed in the file', async () => {
    const text = JSON.stringify({
      apiVersion: 'tidegate.dev/v1',
      kind: 'Calendar',
      metadata: { name: 'year' },
      spec: { entries: [aFreeze({ id: 'new-year', start: '2029-12-24T00:00:00Z' })] },
    });
    await rita.put('/v1/catalog', { documents: [{ name: 'year.yaml', text }] }).expect(200);
    const removed = await rita.delete(`${entries}/new-year`);
    expect(problemOf(removed)).toMatchObject({ status: 409, code: 'entry-from-file' });
    const twice = await rita.post(entries, aFreeze({ id: 'new-year' }));
    expect(problemOf(twice)).toMatchObject({ status: 409, code: 'entry-taken' });
    expect(problemOf(await rita.delete(`${entries}/nothing`)).code).toBe('unknown-entry');
  });

  test('is not lost when several are added at once', async () => {
    const ids = ['one', 'two', 'three', 'four', 'five'];
    const start = '2031-01-01T00:00:00Z';
    const answers = await Promise.all(ids.map((id) => rita.post(entries, aFreeze({ id, start }))));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 201));
    const listed = JSON.parse((await rita.get(entries)).text) as { entries: { id: string }[] };
    expect(listed.entries.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });
});

import fc from 'fast-check';
import {
  type ClosedRange,
  freezesOf,
  readClosedRange,
} from '../../../domain/rehearsal/closed-range.ts';

const dayMs = 24 * 3_600_000;

function read(text: string): ClosedRange {
  const range = readClosedRange(text);
  if ('problem' in range) throw new Error(range.problem);
  return range;
}

/** What is closed from a Thursday on, as pairs of instants. */
function closed(text: string, days = 7, startAt = '2026-11-26T12:00:00.000Z') {
  const stretch = { startAt, lengthMs: days * dayMs, owner: 'rita' };
  return freezesOf([read(text)], stretch).map(({ start, end }) => [start, end]);
}

describe('a part of the week', () => {
  test('may reach over its end', () => {
    expect(closed('fri 16:00/mon 08:00')).toEqual([
      ['2026-11-27T16:00:00.000Z', '2026-11-30T08:00:00.000Z'],
    ]);
  });

  test('is closed already where it has begun before the rehearsal', () => {
    expect(closed('fri 16:00/mon 08:00', 1, '2026-11-28T00:00:00.000Z')).toEqual([
      ['2026-11-27T16:00:00.000Z', '2026-11-30T08:00:00.000Z'],
    ]);
  });

  test('comes again every week', () => {
    expect(closed('WED 00:00/wed 06:30', 21)).toEqual([
      ['2026-12-02T00:00:00.000Z', '2026-12-02T06:30:00.000Z'],
      ['2026-12-09T00:00:00.000Z', '2026-12-09T06:30:00.000Z'],
      ['2026-12-16T00:00:00.000Z', '2026-12-16T06:30:00.000Z'],
    ]);
  });

  test('counts from its offset, also into another day', () => {
    expect(closed('mon 00:30/mon 02:00 +01:00')).toEqual([
      ['2026-11-29T23:30:00.000Z', '2026-11-30T01:00:00.000Z'],
    ]);
  });

  test.each([
    'fri',
    'fri 16:00',
    'fri 16:00/mon',
    'fri 24:00/mon 08:00',
    'fri 16:00/mon 08:60',
    'freitag 16:00/montag 08:00',
    'fri 16:00/mon 08:00 CET',
    'fri 16:00/fri 16:00',
    '',
  ])('is not read from “%s”', (text) => {
    expect(readClosedRange(text)).toEqual({ problem: expect.stringContaining(`\`${text}\``) });
  });

  test('closes exactly the minutes that it names, whatever the week', () => {
    const minute = fc.integer({ min: 0, max: 7 * 24 * 60 - 1 });
    fc.assert(
      fc.property(minute, minute, minute, (start, end, now) => {
        fc.pre(start !== end);
        const startAt = '2026-11-23T00:00:00.000Z';
        const at = Date.parse(startAt) + now * 60_000;
        const ranges = [read(`${written(start)}/${written(end)}`)];
        const freezes = freezesOf(ranges, { startAt, lengthMs: 14 * dayMs, owner: 'rita' });
        const isClosed = freezes.some(
          (freeze) => Date.parse(freeze.start) <= at && at < Date.parse(freeze.end ?? startAt),
        );
        const within = start < end ? start <= now && now < end : now >= start || now < end;
        expect(isClosed).toBe(within);
      }),
    );
  });
});

function written(minute: number): string {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const two = (value: number) => String(value).padStart(2, '0');
  const time = minute % (24 * 60);
  return `${days[Math.floor(minute / (24 * 60))]} ${two(Math.floor(time / 60))}:${two(time % 60)}`;
}

import type { CalendarEntry } from '../domain/calendar/entry.ts';
import { HttpPerson } from './http-person.ts';
import { compare, type Measured } from './statistics.ts';
import type { Subject } from './subject.ts';

const few = 10;
const rounds = 60;
const dayMs = 86_400_000;

/**
 * Questions to the calendar with many entries in it, against the same questions with ten. Half of
 * the entries recur; all of them speak of one of a hundred regions, so that many match.
 */
export async function measureCalendar(subject: Subject, many: number): Promise<Measured> {
  const person = await HttpPerson.of(subject, 'rita');
  const control = await timeChecks(subject, person, few);
  const measured = await timeChecks(subject, person, many);
  await apply(subject, 0);
  return compare('calendar-check-10k', 'ms', measured, control, { many, few });
}

async function timeChecks(
  subject: Subject,
  person: HttpPerson,
  count: number,
): Promise<readonly number[]> {
  await apply(subject, count);
  const startMs = Date.UTC(2027, 0, 1);
  const ask = (round: number) => {
    const instant = new Date(startMs + round * 3.7 * dayMs).toISOString();
    return person.post('/v1/calendar/check', { instant, region: `region-${round % few}` });
  };
  // The first question about a scope works out what the later ones find.
  for (let round = 0; round < few; round += 1) await ask(round);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await ask(round);
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

async function apply({ records }: Subject, count: number): Promise<void> {
  const document = Array.from({ length: count }, (_, index) => entryOf(index));
  await records.applyFiles([{ kind: 'Calendar', name: 'bench', document }], 'p-bench');
}

function entryOf(index: number): CalendarEntry {
  const startMs = Date.UTC(2027, 0, 1 + (index % 300), index % 24);
  const shared = {
    id: `entry-${index}`,
    title: `Entry ${index}`,
    kind: 'freeze' as const,
    environments: [],
    regions: [`region-${index % 100}`],
    owner: 'release-managers',
    start: new Date(startMs).toISOString().slice(0, 19),
    end: new Date(startMs + 3_600_000).toISOString().slice(0, 19),
    timeZone: 'Europe/Berlin',
  };
  return index % 2 === 0 ? shared : { ...shared, rrule: 'FREQ=WEEKLY' };
}

import fc from 'fast-check';
import { mapControls } from '../../../domain/evidence/controls/map-controls.ts';
import { findEvidence } from '../../../domain/evidence/find-evidence.ts';
import { escapeHtml, html } from '../../../domain/evidence/pages/html.ts';
import { writeControls } from '../../../domain/evidence/pages/write-controls.ts';
import { writeIndex } from '../../../domain/evidence/pages/write-index.ts';
import { writePeople } from '../../../domain/evidence/pages/write-people.ts';
import type { ReleaseRecord } from '../../../domain/evidence/record.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState } from '../../../domain/release/state.ts';
import {
  approver,
  aRecord,
  gateReport,
  statementOf,
  toldBy,
  wholeStory,
} from '../../support/builders/evidence.ts';
import { aPlan } from '../../support/builders/plan.ts';
import { planOf, revisedTo } from '../../support/builders/revisable.ts';
import { delegate, exhibit, troubledStory } from '../../support/builders/troubled-story.ts';

const indexOf = (record: ReleaseRecord) => writeIndex(toldBy(record).story);
const attack = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

test('a title, a reason or a name that is a script is text on every page', () => {
  const events = wholeStory().map(
    (event): ReleaseEvent =>
      event.type === 'gate.judged' ? { ...event, reason: attack, gate: attack } : event,
  );
  const record = aRecord(events, { plan: aPlan([], { title: attack }) });
  const words = { statement: attack, by: approver, digest: attack, salt: attack, text: attack };
  const pages = [
    indexOf(record),
    writeControls('spring', mapControls(toldBy(record))),
    writePeople('spring', [{ subject: approver, handle: attack, name: attack }], [words]),
  ];
  for (const page of pages) {
    expect(page).not.toMatch(/<script|<img/i);
    expect(page).toContain("default-src 'none'");
  }
  expect(pages[0]).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

const markup = fc.constantFrom('<', '>', '"', "'", '&', '&lt;', '\u{202E}');
const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });

test('whatever the text, nothing of it is markup, and it reads the same', () => {
  const decode = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(markup, anything) }), (text) => {
      const escaped = html`${text}`.text;
      expect(escaped).not.toMatch(/[<>"']/);
      const readable = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu;
      expect(decode(escaped)).toBe(text.toWellFormed().replaceAll(readable, '\u{FFFD}'));
    }),
  );
});

test('text cannot turn the order of what stands around it', () => {
  expect(escapeHtml('approved \u{202E}detcejer')).toBe('approved \u{FFFD}detcejer');
});

test('tells who decided what about what, and from where it came', () => {
  const page = indexOf(aRecord());
  for (const told of [approver, statementOf(approver), 'c0ffee', 'v2.0.0', 'Spring release']) {
    expect(page).toContain(told);
  }
  expect(page).toContain(`href="evidence/${gateReport.slice(7)}"`);
  expect(page).toContain('Nothing is missing');
  expect(page).not.toContain('MISSING OR DAMAGED');
});

test('tells every fact by its own members, in order', () => {
  const { story } = toldBy(aRecord());
  expect(story.events.map(({ seq }) => seq)).toEqual(wholeStory().map((_, index) => index + 1));
  expect(story.events[3]).toMatchObject({
    what: 'gate judged',
    by: null,
    details: expect.arrayContaining(['verdict: pass', `evidence digest: ${gateReport}`]),
  });
});

test.each([
  ['missing', 'Gone: '],
  ['damaged', 'Changed since: '],
  ['out-of-reach', 'Not looked for: '],
] as const)('says first of all that evidence is %s, and what rested on it', (status, words) => {
  const evidence = [{ digest: gateReport, uses: ['gates: unit of web'], status }];
  const page = indexOf(aRecord(wholeStory(), { evidence }));
  expect(page.indexOf('MISSING OR DAMAGED: 1')).toBeGreaterThan(0);
  expect(page.indexOf('MISSING OR DAMAGED')).toBeLessThan(page.indexOf('<h2>Approvals'));
  expect(page).toMatch(new RegExp(`<li>${words}.*On it rests gates: unit of web`));
  expect(page).not.toContain(`href="evidence/${gateReport.slice(7)}"`);
});

test('says that the ledger is not intact, and ends the story where it cannot be read', () => {
  const whole = aRecord();
  const entries = whole.entries.map((entry) =>
    entry.position === 4 ? { ...entry, content: '{"broken' } : entry,
  );
  const damages = [{ kind: 'edited', release: 'spring', position: 4, reason: 'Edited.' }] as const;
  const record = { ...whole, entries, damages };
  expect(toldBy(record).story.events).toHaveLength(3);
  expect(indexOf(record)).toMatch(/THE LEDGER IS NOT INTACT: edited at position 4/);
  expect(indexOf(record)).toContain('position 4 is no fact that can be read');
});

test('says that a statement is not here which the ledger names', () => {
  const { story } = toldBy(aRecord(wholeStory(), { statements: [] }));
  expect(story.gaps).toEqual([expect.stringContaining(statementOf(approver))]);
});

test('says which plan is not here by which the release went before it was revised', () => {
  const first = planOf({ versions: { web: '2.0.0' } });
  const revised = planOf({ versions: { web: '2.0.1' } });
  const events = [...wholeStory(), revisedTo(first, revised, initialState())];
  const { story } = toldBy(aRecord(events, { plan: revised.plan }));
  expect(story.gaps).toEqual([expect.stringContaining(`The plan ${first.digest}, by which`)]);
});

/** The rows of a section of the page, as text. */
function sectionOf(page: string, title: string): string {
  const [, after = ''] = page.split(`<h2>${title}</h2>`);
  const [text = ''] = after.split('<h2>');
  return text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

test('tells of delegates, deviations, freezes, defects, rollback and incidents', () => {
  const events = troubledStory();
  const evidence = findEvidence(toldBy(aRecord(events)).facts);
  expect(evidence.map(({ digest }) => digest)).toEqual([gateReport, exhibit]);
  const page = indexOf(aRecord(events));
  const told = {
    Approvals: `approve by ${delegate} in place of ${approver} at`,
    Defects: 'SHOP-7 staging/uat low open',
    'Delegations that were used': `holiday ${delegate} ${approver} production/cab`,
    'Deviations that were asked for': 'A regulator waits for it. Two people watch.',
    'What it waited for': 'window The year-end freeze closes production. overridden',
    Rollback: 'Tidegate took it back in production/canary at',
    'What was found after the rollback': 'pass What served before serves again.',
    Incidents: 'Orders fail.',
    'What was refused': 'decision signature/invalid Its signature does not hold.',
  };
  for (const [title, text] of Object.entries(told)) {
    expect([title, sectionOf(page, title)]).toEqual([title, expect.stringContaining(text)]);
  }
  expect(page).toContain('Its review could not be left out');
  expect(page).toContain('The metrics of web in production were not kept before the rollback');
});

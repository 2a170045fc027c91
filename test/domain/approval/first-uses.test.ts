import fc from 'fast-check';
import { type CountedDecision, tallyTogether } from '../../../domain/approval/tally.ts';

const requirements = ['cab', 'qa', 'security'] as const;
type About = (typeof requirements)[number];
type Approved = CountedDecision & { readonly about: About };

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

/** An approval of each that is named, one after the other: by whom, about what, in whose place. */
function approvals(...said: readonly [by: string, about: About, person?: string][]): Approved[] {
  return said.map(([by, about, person], index) => ({
    by,
    about,
    at: at(index),
    verdict: 'approve',
    eligible: true,
    ...(person === undefined ? {} : { inPlaceOf: { delegation: `d-${person}`, person } }),
  }));
}

function tallied(decisions: readonly Approved[], count = 1) {
  return tallyTogether(
    requirements.map((id) => ({
      id,
      count,
      decisions: decisions.filter(({ about }) => about === id),
    })),
  );
}

const approved = (decisions: readonly Approved[]) =>
  [...tallied(decisions)].filter(([, { outcome }]) => outcome === 'approved').map(([id]) => id);

test.each<[string, readonly Approved[], readonly About[]]>([
  ['a member first', approvals(['ada', 'qa'], ['bo', 'cab', 'ada']), ['qa']],
  ['their delegate first', approvals(['bo', 'cab', 'ada'], ['ada', 'qa']), ['cab']],
  ['two delegates of one', approvals(['bo', 'cab', 'ada'], ['cy', 'qa', 'ada']), ['cab']],
  ['a delegate of two', approvals(['bo', 'cab', 'ada'], ['bo', 'qa', 'di']), ['cab']],
  ['a delegate in both roles', approvals(['bo', 'qa'], ['bo', 'cab', 'ada']), ['qa']],
  ['a delegate and others', approvals(['bo', 'cab', 'ada'], ['di', 'qa']), ['cab', 'qa']],
  ['nobody’s delegate', approvals(['ada', 'cab'], ['ada', 'qa'], ['bo', 'cab']), ['cab', 'qa']],
])('a right counts for one requirement of a stage: %s', (_, decisions, expected) => {
  expect(approved(decisions)).toEqual(expected);
});

test('an approval that does not count uses nobody’s right, and a rejection always counts', () => {
  const [first, second] = approvals(['bo', 'cab', 'ada'], ['ada', 'qa']);
  if (first === undefined || second === undefined) throw new Error('Two were given.');
  expect(approved([{ ...first, eligible: false }, second])).toEqual(['qa']);
  const rejected = tallied([first, { ...second, verdict: 'reject' }]);
  expect(rejected.get('qa')?.outcome).toBe('rejected');
});

const person = fc.constantFrom('ada', 'bo', 'cy', 'di');
const anyApprovals = fc
  .array(fc.tuple(person, fc.constantFrom(...requirements), fc.option(person)), { maxLength: 7 })
  .map((said) =>
    approvals(
      ...said.map(([by, about, giver]): [string, About, string?] =>
        giver === null || giver === by ? [by, about] : [by, about, giver],
      ),
    ),
  );

const filled = (decisions: readonly Approved[], count: number) =>
  [...tallied(decisions, count).values()].reduce((sum, { missing }) => sum + count - missing, 0);

/** The most approvals of which no two have a voice in common: every choice is tried. */
function mostVoices([first, ...rest]: readonly Approved[], used: readonly string[] = []): number {
  if (first === undefined) return 0;
  const without = mostVoices(rest, used);
  const voices = [first.by, ...(first.inPlaceOf === undefined ? [] : [first.inPlaceOf.person])];
  if (voices.some((voice) => used.includes(voice))) return without;
  return Math.max(without, 1 + mostVoices(rest, [...used, ...voices]));
}

test('never more places are filled than people have rights, whoever speaks for whom', () => {
  fc.assert(
    fc.property(anyApprovals, fc.integer({ min: 1, max: 2 }), (decisions, count) => {
      expect(filled(decisions, count)).toBeLessThanOrEqual(mostVoices(decisions));
    }),
    { numRuns: 1_000 },
  );
});

test('a further approval never takes away what earlier ones filled', () => {
  fc.assert(
    fc.property(anyApprovals, fc.integer({ min: 1, max: 2 }), (decisions, count) => {
      const before = filled(decisions.slice(0, -1), count);
      expect(filled(decisions, count)).toBeGreaterThanOrEqual(before);
    }),
    { numRuns: 1_000 },
  );
});

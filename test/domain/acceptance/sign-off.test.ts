import fc from 'fast-check';
import { type SaidDefect, severities } from '../../../domain/acceptance/defect.ts';
import { AcceptanceTest } from '../../support/builders/acceptance.ts';

type Step =
  | { readonly does: 'report'; readonly said: SaidDefect }
  | { readonly does: 'accept' | 'reject'; readonly by: string }
  | { readonly does: 'accept-past-the-rules'; readonly by: string }
  | { readonly does: 'let-stand'; readonly ids: readonly string[] }
  | { readonly does: 'begin-cycle' };

const id = fc.constantFrom('D-1', 'D-2', 'D-3', 'D-4');
const by = fc.constantFrom('una', 'umberto', 'ursula');
const said = fc.record({
  id,
  severity: fc.constantFrom(...severities),
  state: fc.constantFrom('open', 'resolved'),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('report'), said }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('accept'), by }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('accept-past-the-rules'), by }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reject'), by }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('let-stand'), ids: fc.uniqueArray(id) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('begin-cycle') }) },
);

/** The same rules told naively: what each defect is now, and as what the board let it stand. */
class Notebook {
  readonly known = new Map<string, SaidDefect>();
  readonly stands = new Map<string, SaidDefect['severity']>();
  accepted = new Set<string>();
  rejected = false;

  get exceeded(): boolean {
    const allowed = { critical: 0, high: 0, medium: 1, low: Number.POSITIVE_INFINITY };
    return severities.some((severity) => {
      const open = [...this.known.values()].filter(
        (each) => each.severity === severity && each.state === 'open',
      );
      const unseen = open.filter((each) => !this.isTolerated(each));
      return open.length > allowed[severity] && unseen.length > 0;
    });
  }

  private isTolerated({ id: defect, severity }: SaidDefect): boolean {
    const as = this.stands.get(defect);
    return as !== undefined && severities.indexOf(severity) >= severities.indexOf(as);
  }
}

function take(test: AcceptanceTest, notes: Notebook, taken: Step): void {
  switch (taken.does) {
    case 'report': {
      if (test.report('una', taken.said).outcome === 'refused') return;
      notes.known.set(taken.said.id, taken.said);
      if (taken.said.state === 'resolved') notes.stands.delete(taken.said.id);
      return;
    }
    case 'accept': {
      const before = notes.exceeded;
      const { outcome } = test.verdict(taken.by, 'accept');
      if (before) expect(outcome).toBe('refused');
      if (outcome === 'accepted') notes.accepted.add(taken.by);
      return;
    }
    case 'accept-past-the-rules': {
      const { by: who } = taken;
      const rest = { says: 'approve', about: 'production/uat', evidence: null, reason: '' };
      const kind = 'uat-verdict';
      test.record({ type: 'statement.accepted', id: 'x', kind, digest: 'd', by: who, ...rest });
      notes.accepted.add(who);
      return;
    }
    case 'reject':
      if (test.verdict(taken.by, 'reject').outcome === 'accepted') notes.rejected = true;
      return;
    case 'let-stand': {
      const stand = taken.ids.flatMap((each) => notes.known.get(each) ?? []);
      test.letStand(stand);
      for (const each of stand) notes.stands.set(each.id, each.severity);
      return;
    }
    case 'begin-cycle':
      test.beginCycle();
      notes.stands.clear();
      notes.accepted = new Set();
      notes.rejected = false;
  }
}

test('nothing is ever signed off with more defects than may be open, in whatever order', () => {
  const expected = (notes: Notebook) => {
    if (notes.rejected) return 'rejected';
    return notes.accepted.size >= 2 && !notes.exceeded ? 'approved' : 'pending';
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const cycle = new AcceptanceTest({ count: 2 });
      const notes = new Notebook();
      for (const each of steps) {
        take(cycle, notes, each);
        expect(cycle.outcome).toBe(expected(notes));
      }
    }),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import { nextStage } from '../../../domain/release/next-stage.ts';
import type { RequirementState } from '../../../domain/release/requirement-state.ts';
import { isOpen } from '../../../domain/revision/open-changes.ts';
import { definitionOf } from '../../../domain/revision/plan-prints.ts';
import { restsOn } from '../../../domain/revision/rests-on.ts';
import {
  type Known,
  planOf,
  revisedTo,
  type Scope,
  startedBy,
  stateAfter,
} from '../../support/builders/revisable.ts';
import { step, versionsOf, type Walk } from '../../support/builders/walk-release.ts';

const version = fc.constantFrom('2.0.0', '2.0.1');
const versions = fc
  .record({ orders: fc.option(version, { nil: undefined }), web: version })
  .map(
    ({ orders, web }): Record<string, string> => (orders === undefined ? { web } : { orders, web }),
  );
const scope: fc.Arbitrary<Scope> = fc.record({
  versions,
  audience: fc.constantFrom('everyone', 'operations'),
  checks: fc.constantFrom(1, 2),
  cab: fc.constantFrom(1, 2),
  soakMs: fc.constantFrom(0, 1),
});

/** How far the release is walked before each revision, and whether it then waits for people. */
const stretch = fc.record({ steps: fc.nat(12), waits: fc.boolean(), scope });
const life = fc.record({ first: scope, then: fc.array(stretch, { minLength: 1, maxLength: 4 }) });

const nothingDone = (known: Known): Walk => ({ state: stateAfter([startedBy(known)]), runs: [] });

function walk(plan: Known, from: Walk, steps: number, waits: boolean): Walk {
  let at = from;
  const isOver = () => nextStage(at.state)?.kind === 'review';
  for (let taken = 0; taken < steps && !isOver(); taken += 1) at = step(plan, at, false);
  return waits && !isOver() ? step(plan, at, true) : at;
}

const revise = (before: Known, after: Known, { state, runs }: Walk): Walk => ({
  state: stateAfter([revisedTo(before, after, state)], state),
  runs,
});

/** Lives a whole life; `at` sees each revision. */
function live(
  {
    first,
    then,
  }: { first: Scope; then: readonly { steps: number; waits: boolean; scope: Scope }[] },
  at: (revision: { from: Scope; to: Scope; before: Walk; after: Walk }) => void = () => {},
): { known: Known; walk: Walk } {
  let plan = planOf(first);
  let from = first;
  let here = nothingDone(plan);
  for (const { steps, waits, scope: to } of then) {
    const before = walk(plan, here, steps, waits);
    const next = planOf(to);
    const after = next.digest === plan.digest ? before : revise(plan, next, before);
    at({ from, to, before, after });
    [plan, from, here] = [next, to, after];
  }
  return { known: plan, walk: walk(plan, here, 100, false) };
}

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

const counts = ({ outcome }: RequirementState) => outcome === 'approved' || outcome === 'pending';

/** What people speak about, as somebody would say who knows nothing of digests. */
const subjectIn = (
  { versions: brought, checks, cab: board, soakMs }: Scope,
  requirement: string,
) => (requirement === 'staging/uat' ? [brought, checks] : [brought, checks, board, soakMs]);

test('a decision counts after a revision exactly if what it spoke about is the same', () => {
  fc.assert(
    fc.property(life, (of) => {
      live(of, ({ from, to, before, after }) => {
        for (const known of before.state.requirements.filter(counts)) {
          const isSame = same(subjectIn(from, known.id), subjectIn(to, known.id));
          const now = after.state.requirements.find(({ id }) => id === known.id);
          expect(now?.decisions).toEqual(isSame ? known.decisions : []);
          expect(now?.outcome).toBe(isSame ? known.outcome : 'superseded');
          const revision = after.state.revisions?.at(-1)?.revision;
          const voided = now?.voided?.filter((each) => each.revision === revision) ?? [];
          expect(isSame || voided.length === known.decisions.length).toBe(true);
        }
      });
    }),
  );
});

test('in the end every stage has succeeded by the last plan, after all that it rests on', () => {
  fc.assert(
    fc.property(life, (of) => {
      const { known, walk: end } = live(of);
      const { plan, digest } = known;
      expect(end.state.planDigest).toBe(digest);
      const lastRun = (id: string) => end.runs.findLastIndex(({ stage }) => stage.id === id);
      for (const stage of plan.stages) {
        if (stage.kind === 'review') continue;
        const at = lastRun(stage.id);
        const run = end.runs[at];
        const isBefore = stage.environment === null;
        if (!isBefore) expect(run?.versions).toBe(versionsOf(plan));
        if (!isBefore && run !== undefined)
          expect(definitionOf(run.stage)).toEqual(definitionOf(stage));
        for (const { id } of restsOn(plan.stages, stage)) {
          expect([id, stage.id, lastRun(id) < at]).toEqual([id, stage.id, true]);
        }
      }
    }),
  );
});

test('in the end what was built, packed, judged and brought out is what the last plan says', () => {
  fc.assert(
    fc.property(life, (of) => {
      const { known, walk: end } = live(of);
      const { plan } = known;
      const { state } = end;
      const expected = plan.components.map((each) => `${each.name} ${each.version}`).toSorted();
      const packed = state.artifacts.map((each) => `${each.component} ${each.version}`);
      expect(packed.toSorted()).toEqual(expected);
      expect(
        state.builds.map(({ component, tag }) => `${component} ${tag.slice(1)}`).toSorted(),
      ).toEqual(expected);
      for (const environment of plan.environments) {
        const last = (component: string) =>
          state.changes.findLast(
            (each) => each.environment === environment && each.component === component,
          );
        for (const { name, version: wanted } of plan.components) {
          expect(last(name)?.to.version).toBe(wanted);
        }
      }
      expect(state.passed.map(({ environment }) => environment).toSorted()).toEqual([
        'production',
        'staging',
      ]);
      expect(state.changes.some(isOpen)).toBe(false);
    }),
  );
});

test('what a revision does not touch is neither built nor tested nor decided again', () => {
  fc.assert(
    fc.property(scope, fc.nat(10), fc.boolean(), (first, steps, waits) => {
      const to: Scope = { ...first, audience: 'somebody else' };
      const { walk: end } = live({ first, then: [{ steps, waits, scope: to }] });
      const often = end.runs
        .map(({ stage }) => stage.id)
        .filter((id, index, all) => all.indexOf(id) !== index);
      const announced = ['production/announce', 'production/deploy'];
      expect(often.filter((id) => !announced.includes(id))).toEqual([]);
      const decisions = end.state.requirements.map(({ decisions: made }) => made.length);
      expect(decisions).toEqual([1, 1]);
    }),
  );
});

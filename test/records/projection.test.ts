import fc from 'fast-check';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { contentHashOf } from '../../domain/ledger/chain.ts';
import { applyFact } from '../../domain/release/apply-fact.ts';
import { displayState } from '../../domain/release/describe.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { aComponent, aPlan } from '../support/builders/plan.ts';
import { arbitraryFacts } from './arbitrary-facts.ts';
import { someFacts } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;
let release = '';
let count = 0;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

const nextRelease = () => {
  count += 1;
  release = `spring-${count}`;
};

beforeEach(nextRelease);

const row = async () =>
  (await given.query('select * from release_projection where release = $1', [release]))[0];

const foldAll = (facts: readonly ReleaseFact[]): ReleaseState =>
  facts.reduce(applyFact, initialState());

/** Appends facts in batches of the given sizes, again and again. */
async function deliver(facts: readonly ReleaseFact[], sizes: readonly number[]): Promise<void> {
  let from = 0;
  for (let batch = 0; from < facts.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 1;
    await given.records.appendFacts(release, facts.slice(from, from + size));
    from += size;
  }
}

describe('the projection of a release', () => {
  test('is what the fold says, and what a rebuild makes, whatever happened', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(arbitraryFacts, sizes, async (facts, batches) => {
        nextRelease();
        await deliver(facts, batches);
        const live = await row();
        expect(canonicalJson(live?.state)).toBe(canonicalJson(foldAll(facts)));
        expect(live).toMatchObject({
          last_seq: facts.length,
          display_state: displayState(foldAll(facts)),
          created_at: new Date(facts[0]?.at ?? ''),
          updated_at: new Date(facts.at(-1)?.at ?? ''),
        });
        await given.records.rebuildProjection(release);
        expect(await row()).toEqual(live);
        expect(await given.records.verifyRelease(release)).toMatchObject({
          entries: facts.length,
          damages: [],
          projectionHolds: true,
        });
      }),
      { numRuns: 40 },
    );
  });

  test('names the teams of the sealed plan', async () => {
    const [web, orders] = [aComponent('web'), aComponent('orders')];
    const owned = { ...orders, service: { ...orders.service, owner: 'back-office' } };
    const plan = aPlan([], { name: release, components: [web, owned, web] });
    await given.records.claimPlan({
      release,
      requestDigest: 'sha256:request',
      plan,
      planDigest: 'sha256:plan',
      requestedBy: 'p-1',
      seal: 'seal',
    });
    await given.records.appendFacts(release, someFacts(2));
    expect((await row())?.teams).toEqual(['back-office', 'engineers']);
    await given.records.rebuildProjection(release);
    expect((await row())?.teams).toEqual(['back-office', 'engineers']);
  });

  test.each([
    ['is gone', 'delete from release_projection where release = $1'],
    ['is older', 'update release_projection set last_seq = 1 where release = $1'],
  ])('that %s is built anew with the next facts', async (_what, statement) => {
    const facts = someFacts(5);
    await given.records.appendFacts(release, facts.slice(0, 3));
    await given.query(statement, [release]);
    await given.records.appendFacts(release, facts);
    expect(await given.records.state(release)).toEqual(foldAll(facts));
    expect((await given.records.verifyRelease(release)).projectionHolds).toBe(true);
  });

  test('of an unknown release stays unknown when it is rebuilt', async () => {
    await given.records.rebuildProjection(release);
    expect(await row()).toBeUndefined();
    expect(await given.records.state(release)).toBeNull();
    const heads = await given.query('select * from ledger_heads where release = $1', [release]);
    expect(heads).toEqual([]);
  });
});

describe('content', () => {
  test('has the same hash after PostgreSQL has had it, whatever a fact holds', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryFacts, async (facts) => {
        nextRelease();
        await given.records.appendFacts(release, facts);
        const rows = await given.query(
          'select content, content_hash from ledger where release = $1 order by position',
          [release],
        );
        const hashes = facts.map((fact) => contentHashOf('fact', fact));
        expect(rows.map(({ content }) => contentHashOf('fact', content))).toEqual(hashes);
        expect(rows.map((entry) => entry.content_hash)).toEqual(hashes);
      }),
      { numRuns: 40 },
    );
  });
});

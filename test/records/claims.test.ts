import type { PlanClaim } from '../../records/plans.ts';
import { aComponent, aPlan } from '../support/builders/plan.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

const aClaim = (release: string, requestDigest = 'sha256:request'): PlanClaim => ({
  release,
  requestDigest,
  plan: aPlan([], { name: release, components: [aComponent('web')] }),
  planDigest: 'sha256:plan',
  requestedBy: 'p-1',
  seal: `seal of ${requestDigest}`,
});

const twenty = Array.from({ length: 20 }, (_, index) => index);

/** As many answers of each kind. */
const tally = (outcomes: readonly unknown[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(outcomes, String)).map(([key, all]) => [key, all?.length]),
  );

describe('the name of a release', () => {
  test('is claimed once when the same request comes twenty times at once', async () => {
    const another = given.another();
    const processOf = (index: number) => (index % 2 === 0 ? given.records : another);
    const outcomes = await Promise.all(
      twenty.map((index) => processOf(index).claimPlan(aClaim('equal'))),
    );
    expect(tally(outcomes)).toEqual({ claimed: 1, same: 19 });
  });

  test('goes to one of twenty different requests, and stays with it', async () => {
    const another = given.another();
    const processOf = (index: number) => (index % 2 === 0 ? given.records : another);
    const outcomes = await Promise.all(
      twenty.map((index) => processOf(index).claimPlan(aClaim('different', `sha256:${index}`))),
    );
    expect(tally(outcomes)).toEqual({ claimed: 1, taken: 19 });
    const winner = outcomes.indexOf('claimed');
    const kept = await given.records.sealed('different');
    expect(kept).toMatchObject({ release: 'different', seal: `seal of sha256:${winner}` });
    const again = aClaim('different', `sha256:${winner}`);
    expect(await given.records.claimPlan(again)).toBe('same');
    expect(kept?.plan).toEqual(again.plan);
  });

  test('has no plan before it is claimed', async () => {
    expect(await given.records.sealed('nobody')).toBeNull();
  });
});

describe('an idempotency key', () => {
  const key = { actor: 'p-1', key: 'k', requestDigest: 'sha256:a' };

  test('stands for the first request and its answer', async () => {
    const { findKeyed, keepKeyed } = given.records;
    expect(await findKeyed(key)).toEqual({ outcome: 'first' });
    await keepKeyed({ ...key, response: { release: 'spring' } });
    await keepKeyed({ ...key, requestDigest: 'sha256:b', response: { release: 'autumn' } });
    expect(await findKeyed(key)).toEqual({
      outcome: 'repeated',
      response: { release: 'spring' },
    });
    expect(await findKeyed({ ...key, requestDigest: 'sha256:b' })).toEqual({
      outcome: 'other-request',
    });
  });

  test('belongs to its actor', async () => {
    expect(await given.records.findKeyed({ ...key, actor: 'p-2' })).toEqual({ outcome: 'first' });
  });

  test('goes to one of twenty different requests at once', async () => {
    const { findKeyed, keepKeyed } = given.records;
    const keys = twenty.map((index) => ({
      ...key,
      key: 'raced',
      requestDigest: `sha256:${index}`,
    }));
    await Promise.all(keys.map((each) => keepKeyed({ ...each, response: null })));
    const answers = await Promise.all(keys.map(findKeyed));
    expect(tally(answers.map(({ outcome }) => outcome))).toEqual({
      repeated: 1,
      'other-request': 19,
    });
  });
});

describe('a signed statement', () => {
  const statement = { digest: 'sha256:s', id: 'd-1', release: 'spring', jws: 'a.b.c' };

  test('is kept once, and its id belongs to it for ever', async () => {
    const { keep, load, findStatement } = given.records;
    expect(await keep(statement)).toBe(true);
    expect(await keep(statement)).toBe(true);
    expect(await keep({ ...statement, digest: 'sha256:t', jws: 'x.y.z' })).toBe(false);
    expect(await load('sha256:s')).toBe('a.b.c');
    expect(await load('sha256:t')).toBeNull();
    expect(await findStatement('d-1')).toEqual(statement);
    expect(await findStatement('d-2')).toBeNull();
  });

  test('is one of twenty when they come at once under one id', async () => {
    const kept = await Promise.all(
      twenty.map((n) => given.records.keep({ ...statement, id: 'd-3', digest: `sha256:${n}` })),
    );
    expect(tally(kept)).toEqual({ true: 1, false: 19 });
  });

  test('has its free text beside it, which stays when it is kept again', async () => {
    const text = { digest: 'sha256:text', salt: 'salt', text: 'Looks good.' };
    await given.records.keepFreeText(text);
    await given.records.keepFreeText({ ...text, text: 'Something else.' });
    const rows = await given.query('select digest, salt, text from free_text');
    expect(rows).toEqual([text]);
  });
});

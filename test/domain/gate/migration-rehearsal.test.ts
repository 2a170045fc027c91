import { judgeGate } from '../../../domain/gate/index.ts';
import type { MigrationEvidence, RehearsedStart } from '../../../domain/migration/rehearsed.ts';

const gate = {
  gate: 'migration-rehearsal',
  name: 'migration-rehearsal',
  lockTimeoutMs: 5_000,
  statementTimeoutMs: 60_000,
  bookkeeping: [],
} as const;

const wellGone: RehearsedStart = {
  environments: ['staging', 'production'],
  from: { digest: 'sha256:1', version: '1.0.0' },
  schemas: { before: 'old', up: 'new', down: 'old', 'up-again': 'new' },
  failed: null,
  difference: null,
};

const from = (...starts: readonly Partial<RehearsedStart>[]): MigrationEvidence => ({
  readable: true,
  server: '18.4',
  starts: starts.map((start) => ({ ...wellGone, ...start })),
});

const judge = (migration: MigrationEvidence | null, definition = {}) =>
  judgeGate({ ...gate, ...definition }, { exitCode: null, report: null, migration });

const lossyIn = (...tables: readonly string[]) => ({ lossy: { tables, reason: 'It is old.' } });

describe('the rehearsal of a migration', () => {
  test('passes when down led back to the schema before, and up to that of the first time', () => {
    expect(judge(from({}))).toEqual({
      verdict: 'pass',
      reason:
        'Rehearsed up, down and up again from 1.0.0 (staging, production) on PostgreSQL 18.4.',
    });
  });

  test('fails when down leaves something, and names the first of it with the remedy', () => {
    const added = ['column public.orders.note text', 'index public.orders_note'];
    const schemas = { ...wellGone.schemas, down: 'other', 'up-again': null };
    const difference = { after: 'down', missing: [], added } as const;
    const { verdict, reason } = judge(from({}, { from: null, schemas, difference }));
    expect(verdict).toBe('fail');
    expect(reason).toContain('From nothing (staging, production), `down` left another');
    expect(reason).toContain('there is still `column public.orders.note text`, and 1 more.');
    expect(reason).toContain('mark the version `irreversible`');
  });

  test('fails when the second up makes something else than the first', () => {
    const schemas = { ...wellGone.schemas, 'up-again': 'other' };
    const difference = { after: 'up-again', missing: ['index i'], added: [] } as const;
    const { verdict, reason } = judge(from({ schemas, difference }));
    expect([verdict, reason]).toEqual(['fail', expect.stringContaining('no more `index i`.')]);
  });

  test('fails when a way did not end well, from wherever', () => {
    const failed = { leg: 'down', message: 'a view still needs the column' } as const;
    const { verdict, reason } = judge(from({}, { failed }));
    expect([verdict, reason]).toEqual(['fail', expect.stringContaining('`down` did not end well')]);
  });

  test.each([
    ['it was not rehearsed', null],
    ['it could not be rehearsed', { readable: false, reason: 'There is no PostgreSQL.' }],
    ['nobody knows what runs now', from()],
    ['what runs now cannot be brought there', from({ failed: { leg: 'before', message: 'No.' } })],
    ['a schema was not seen', from({ schemas: { ...wellGone.schemas, 'up-again': null } })],
    ['the first schema was not seen', from({ schemas: { ...wellGone.schemas, before: null } })],
  ] as const)('proves nothing when %s', (_what, evidence) => {
    expect(judge(evidence).verdict).toBe('inconclusive');
  });

  test('asks for no way back of what cannot come back, and says so', () => {
    const schemas = { ...wellGone.schemas, down: null, 'up-again': null };
    const irreversible = { reason: 'It merges the customers.' };
    expect(judge(from({ schemas })).verdict).toBe('inconclusive');
    const { verdict, reason } = judge(from({ schemas }), { irreversible });
    expect(verdict).toBe('pass');
    expect(reason).toMatch(/^Rehearsed up from .* It cannot come back: It merges the customers\.$/);
    const failed = { leg: 'up', message: 'No.' } as const;
    expect(judge(from({ schemas, failed }), { irreversible }).verdict).toBe('fail');
  });

  const changed = [{ table: 'orders', before: 7, after: 5 }];

  test.each([
    ['fails when rows are lost', { rows: { before: 9, changed } }, {}, 'fail'],
    ['fails when others are declared', { rows: { before: 9, changed } }, lossyIn('notes'), 'fail'],
    ['passes when it was declared', { rows: { before: 9, changed } }, lossyIn('orders'), 'pass'],
    ['proves nothing when rows were not seen', { rows: null }, {}, 'inconclusive'],
    ['passes when all came back', { rows: { before: 9, changed: [] } }, {}, 'pass'],
  ])('%s', (_what, start, definition, verdict) => {
    expect(judge(from(start), definition).verdict).toBe(verdict);
  });

  test('says which rows were lost, and how much the comparison was worth', () => {
    const lost = judge(from({ rows: { before: 9, changed } })).reason;
    expect(lost).toContain('`down` left other rows in `orders` (7 before, 5 after).');
    const all = judge(from({ rows: { before: 9, changed: [] } })).reason;
    expect(all).toMatch(/ Every row came back \(9 at least\)\.$/);
    const most = judge(from({ rows: { before: 9, changed } }), lossyIn('orders')).reason;
    expect(most).toMatch(/ Every row came back \(9 at least\) but those of orders: It is old\.$/);
    const none = judge(from({}, { rows: { before: 0, changed: [] } })).reason;
    expect(none).toMatch(/ There were no rows that could have been lost\.$/);
  });
});

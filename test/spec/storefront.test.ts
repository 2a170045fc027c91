import { checkSettings as checkCommand } from '../../adapters/deployers/command/settings.ts';
import { checkSettings as checkProcess } from '../../adapters/deployers/local-process/settings.ts';
import { openCalendar } from '../../domain/calendar/calendar.ts';
import { checkCalendar } from '../../domain/calendar/check-calendar.ts';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import { compilePlan } from '../../domain/plan/compile-plan.ts';
import type { Kind } from '../../spec/document.ts';
import type { DocumentOf } from '../../spec/documents.ts';
import { readDirectory } from '../../spec/read-directory.ts';

const deployers = new Map([
  ['command', checkCommand],
  ['local-process', checkProcess],
]);

async function documents<Wanted extends Kind>(kind: Wanted) {
  const { files, problems } = await readDirectory('examples/storefront');
  expect(problems).toEqual([]);
  return files
    .map(({ document }) => document)
    .filter((document): document is DocumentOf<Wanted> => document.kind === kind);
}

async function planOf(release: string) {
  const [[catalog], [policy], releases] = await Promise.all([
    documents('Catalog'),
    documents('Policy'),
    documents('Release'),
  ]);
  const spec = releases.find(({ name }) => name === release)?.content;
  if (catalog === undefined || policy === undefined || spec === undefined) {
    throw new Error('The example lacks a document.');
  }
  const compiled = compilePlan({
    spec,
    catalog: catalog.content,
    policy: policy.content,
    catalogDigest: contentDigest(catalog.content),
    policyDigest: contentDigest(policy.content),
    checkSettings: (deployer, settings) =>
      deployers.get(deployer)?.(settings) ?? [`There is no deployer ${deployer}.`],
  });
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems, null, 2));
  return compiled.plan;
}

describe('the risk of the storefront', () => {
  test.each([
    ['1-0-0', 75, 'automatic'],
    ['2-0-0', 75, 'cab'],
    ['2-1-0', 31, 'peer'],
    ['2-2-0', 5, 'peer'],
  ])('is weighed, which asks nobody twice: %s has %i points', async (version, score, path) => {
    const { assessment, stages } = await planOf(`storefront-${version}`);
    expect([assessment?.score, assessment?.path]).toEqual([score, path]);
    const asked = stages.flatMap((stage) => (stage.kind === 'approval' ? stage.requirements : []));
    const byClass = path === 'automatic' ? [] : ['production/cab', 'production/operations'];
    expect(asked.map(({ id }) => id)).toEqual(byClass);
  });
});

describe('the storefront', () => {
  test('is installed without asking anybody', async () => {
    const { environments, stages } = await planOf('storefront-1-0-0');
    expect(environments).toEqual(['dev', 'staging', 'production']);
    expect(stages.map(({ kind }) => kind)).not.toContain('approval');
  });

  test('is released through every kind of stage', async () => {
    const { stages } = await planOf('storefront-2-0-0');
    expect([...new Set(stages.map(({ kind }) => kind))].toSorted()).toEqual([
      'announce',
      'approval',
      'build',
      'canary',
      'checklist',
      'deploy',
      'gates',
      'package',
      'promote',
      'review',
      'stabilize',
      'uat',
      'validate',
      'window',
    ]);
  });

  test('brings the schema and payments before orders, and orders before web', async () => {
    const { stages } = await planOf('storefront-2-0-0');
    expect(stages.find(({ id }) => id === 'production/deploy')).toMatchObject({
      waves: [['payments', 'schema'], ['orders'], ['web']],
    });
  });

  test.each([
    ['2-1-0', ['schema', 'orders']],
    ['2-2-0', ['web']],
    ['2-3-0', ['orders']],
    ['2-4-0', ['schema', 'orders']],
  ])('has a plan for the bad version %s, of what differs alone', async (version, changed) => {
    const { components, rollback, stages } = await planOf(`storefront-${version}`);
    expect(components.map(({ name }) => name).toSorted()).toEqual(changed.toSorted());
    expect(rollback?.owner).toBe('opal');
    const inProduction = stages.filter(({ environment }) => environment === 'production');
    expect(inProduction.map(({ kind }) => kind)).toContain('canary');
  });

  test('has a calendar of known names that is open today and on any later day', async () => {
    const [[calendar], [catalog]] = await Promise.all([
      documents('Calendar'),
      documents('Catalog'),
    ]);
    if (calendar === undefined || catalog === undefined) throw new Error('Documents are missing.');
    expect(checkCalendar(calendar.content, catalog.content)).toEqual([]);
    const question = {
      calendar: openCalendar(calendar.content),
      scopes: [{ environment: 'production' }],
    };
    expect(decideWindow({ ...question, instant: '2026-11-21T12:00:00Z' })).toMatchObject({
      open: true,
      until: null,
    });
    expect(decideWindow({ ...question, instant: '2024-12-24T12:00:00Z' }).open).toBe(false);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { releaseWorkflowId } from '../../workflows/contract.ts';
import { makeCurrent } from '../support/grown-up/make-current.ts';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { brokenPositions, ledgerRows, query } from '../support/journey/ledger-rows.ts';
import { runningBelow } from '../support/journey/running.ts';
import { showHistory, temporalCli } from '../support/journey/temporal-cli.ts';

const shop = useJourney(({ apply }) =>
  apply(
    shopPolicy('plain', { lab: quietEnvironment() }),
    shopPolicy('asking', { lab: quietEnvironment({ approvals: [anApproval('cab')] }) }),
  ),
);

const begin = (name: string, policy: string) =>
  shop.journey.begin(shopRelease({ name, policy, version: '1.0.0' }));

/** Reads a live stream until it has brought so many entries, and returns their ids. */
async function stream(name: string, count: number, after?: string): Promise<readonly string[]> {
  const { origin, person } = shop.journey;
  const { token } = await person('nora');
  const response = await fetch(`${origin}/v1/releases/${name}/events`, {
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...(after === undefined ? {} : { 'last-event-id': after }),
    },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const ids = [...text.matchAll(/^id:\s*(\d+)$/gm)].map(([, id = '']) => id);
    if (ids.length >= count || reader === undefined) {
      await reader?.cancel();
      return ids.slice(0, count);
    }
    text += (await reader.read()).value ?? '';
  }
}

test('tells what happens as it happens, and goes on after the last entry read', async () => {
  const release = await begin('followed', 'asking');
  await release.untilBlocked('lab/cab');
  const known = await ledgerRows(shop.journey.databaseUrl, 'followed');
  const live = stream('followed', known.length + 1);
  await sleep(300);
  await release.decide('cora', 'lab/cab');
  const ids = await live;
  expect(ids).toEqual(Array.from({ length: known.length + 1 }, (_, index) => String(index + 1)));
  const last = String(known.length);
  expect(await stream('followed', 1, last)).toEqual([String(known.length + 1)]);
  await release.review();
});

test('goes on where it was when its workers were stopped in between', async () => {
  const { stopWorkers, startWorkers, stateFolder } = shop.journey;
  const release = await begin('interrupted', 'asking');
  await release.untilBlocked('lab/cab');
  const before = runningBelow(stateFolder);
  await stopWorkers();
  // What is deployed does not belong to Tidegate, and what people say meanwhile is not lost.
  expect(runningBelow(stateFolder)).toEqual(before);
  const said = await release.decide('cora', 'lab/cab');
  expect([said.status, said.body.outcome]).toEqual([202, 'awaited']);
  await startWorkers();
  expect((await release.review()).outcome).toBe('released');
  const receipt = await (await shop.journey.person('cora')).get<{ outcome: string }>(
    release.at(`/receipts/${said.body.id}`),
  );
  expect(receipt.body.outcome).toBe('accepted');
});

test('names the damage when somebody with every right changes the ledger', async () => {
  const { databaseUrl, person } = shop.journey;
  const audra = await person('audra');
  await (await begin('audited', 'plain')).review();
  const verify = async () => {
    type Verified = { holds: boolean; findings: { damages: object[] }[] };
    return (await audra.get<Verified>('/v1/ledger/verify?release=audited')).body;
  };
  expect((await (await person('nora')).get('/v1/ledger/verify')).status).toBe(403);
  expect(await verify()).toMatchObject({ holds: true, findings: [{ damages: [] }] });
  const edit = `update ledger set content = replace(content::text, '"', ' "')::json
    where release = 'audited' and position = 3`;
  await expect(query(databaseUrl, edit)).rejects.toThrow(/append-only/);
  await query(databaseUrl, 'alter table ledger disable trigger ledger_is_append_only');
  await query(databaseUrl, edit);
  const rows = await ledgerRows(databaseUrl, 'audited');
  expect(brokenPositions(rows)).toEqual([3]);
  expect(await verify()).toMatchObject({
    holds: false,
    findings: [{ damages: [{ position: 3, kind: 'edited' }] }],
  });
  await query(databaseUrl, `delete from ledger where release = 'audited' and position = 6`);
  const { findings } = await verify();
  expect(findings[0]?.damages).toEqual([
    expect.objectContaining({ position: 3, kind: 'edited' }),
    expect.objectContaining({ position: 6, kind: 'removed' }),
  ]);
});

test('goes on in the next build of its workers, when an operator gives that the work', async () => {
  const { stopWorkers, startWorkers, stateFolder, temporal } = shop.journey;
  const { namespace } = temporal;
  const release = await begin('moved', 'asking');
  await release.untilBlocked('lab/cab');
  await stopWorkers();
  await startWorkers({ TIDEGATE_BUILD_ID: 'next' });
  const temporalAddress = process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS ?? '';
  await makeCurrent({ temporalAddress, namespace, folder: stateFolder }, 'next');
  await release.decide('cora', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
  const id = ['--workflow-id', releaseWorkflowId('moved')];
  type Described = { workflowExecutionInfo: { versioningInfo?: unknown } };
  const said = await temporalCli<Described>(namespace, 'workflow', 'describe', '--raw', ...id);
  expect(said.workflowExecutionInfo.versioningInfo).toMatchObject({
    deploymentVersion: { buildId: 'next' },
  });
  const types = (await showHistory(namespace, releaseWorkflowId('moved'))).map(
    ({ eventType }) => eventType,
  );
  expect(types).not.toContain('EVENT_TYPE_WORKFLOW_TASK_FAILED');
});

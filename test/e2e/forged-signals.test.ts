import { randomUUID } from 'node:crypto';
import type { Statement } from '../../domain/approval/statement.ts';
import { Attacker, approvalOf, signedByStranger, signerOf } from '../support/journey/attacker.ts';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { ledgerRows, query } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';
import { showHistory, signalByCli } from '../support/journey/temporal-cli.ts';

const shop = useJourney(async ({ apply, repository }) => {
  repository.version('2.0.0');
  await apply(shopPolicy('board', { lab: quietEnvironment({ approvals: [anApproval('cab')] }) }));
});

/** A release of 2.0.0 that has come to the question of the board. */
async function waiting(name: string): Promise<JourneyRelease> {
  const release = await shop.journey.begin(
    shopRelease({ name, policy: 'board', version: '2.0.0' }),
  );
  await release.untilBlocked('lab/cab');
  return release;
}

async function statementOf(release: string): Promise<string> {
  const text = 'select jws from statements where release = $1 limit 1';
  const [found] = await query<{ jws: string }>(shop.journey.databaseUrl, text, [release]);
  return found?.jws ?? '';
}

/** What workers did to tools, by the ledger: nothing before the approval. */
async function touched(release: string): Promise<readonly string[]> {
  const rows = await ledgerRows(shop.journey.databaseUrl, release);
  return rows
    .filter(({ sort }) => sort === 'action')
    .map(({ content }) => (JSON.parse(content) as { action: string }).action)
    .filter((action) => /deploy|shift|settle|undo|lease/i.test(action));
}

/** More of them in a soak. */
const storm = Number(process.env.TIDEGATE_STORM ?? 2_000);

const refusals = async (release: JourneyRelease, atLeast: number) =>
  eventually(`${atLeast} refusals of ${release.name}`, async () => {
    const found = (await release.facts('statement.refused')).map(({ code }) => code);
    return found.length < atLeast ? null : found;
  });

/** The board's own word counts at once, and the release goes its way to the end. */
async function goesOn(release: JourneyRelease, withinMs = 5_000): Promise<void> {
  const decisionId = randomUUID();
  // 503 where Temporal takes no more signals for this run, and 202 while others come first.
  const { body } = await eventually(
    'a receipt',
    async () => {
      const said = await release.decide('cora', 'lab/cab', { decisionId });
      return said.status === 200 ? said : null;
    },
    () => '',
    withinMs,
  );
  expect(body.outcome).toBe('accepted');
  expect((await release.review()).outcome).toBe('released');
}

/** Four eyes are not two, and not those of somebody else's board. */
const excluded = [
  ['nora', 'approval/not-in-group'],
  ['erin', 'approval/requester'],
  ['dana', 'approval/author-of-the-change'],
] as const;

test('nothing that is sent around the API moves a release, and each is on the record', async () => {
  const { journey } = shop;
  const attacker = new Attacker(journey);
  const other = await waiting('other');
  await other.decide('cliff', 'lab/cab');
  const release = await waiting('target');
  const { subject } = await journey.person('cora');
  const api = await signerOf(journey, 'statements', 'statements');
  const rehearsal = await signerOf(journey, 'rehearsal', 'rehearsal');
  const approval = (change: Partial<Statement> = {}) =>
    approvalOf(release, 'lab/cab', subject, change);
  const pause = await approval({
    kind: 'command',
    environment: null,
    content: { command: 'pause', target: null, evidence: null },
  });
  const sent: [string, string, unknown][] = [
    ['decision', 'signal/undecodable', await approval()],
    ['decision', 'signature/unknown-key', { jws: signedByStranger(await approval()) }],
    ['decision', 'signature/invalid', { jws: signedByStranger(await approval(), api.keyId) }],
    ['command', 'signature/invalid', { jws: signedByStranger(pause, api.keyId) }],
    ['decision', 'signature/key-purpose', await rehearsal.signStatement(await approval())],
    ['decision', 'statement/other-release', { jws: await statementOf('other') }],
    [
      'decision',
      'statement/other-environment',
      await api.signStatement(await approval({ environment: 'production' })),
    ],
    [
      'decision',
      'requirement/unknown',
      await api.signStatement(
        await approval({ kind: 'decision', content: { requirement: 'x', verdict: 'approve' } }),
      ),
    ],
    [
      'decision',
      'statement/other-subject',
      await api.signStatement(await approval({ subjectDigest: `sha256:${'0'.repeat(64)}` })),
    ],
    ['command', 'statement/other-subject', await api.signStatement(pause)],
    // As if the API did not look at who speaks before it signs.
    ...(await Promise.all(
      excluded.map(async ([handle, code]): Promise<[string, string, unknown]> => {
        const { subject: by } = await journey.person(handle);
        return ['decision', code, await api.signStatement(await approval({ by }))];
      }),
    )),
    ['approve-everything', 'signal/unknown', {}],
    ['lease-granted', 'lease/not-asked-for', { environment: 'lab', fence: 1 }],
  ];
  for (const [index, [signal, , payload]] of sent.entries()) {
    await signalByCli(journey.temporal.namespace, 'release-target', signal, payload);
    // One after the other, as a burst is looked through in one step.
    await refusals(release, index + 1);
  }
  await attacker.sendBytes('target', 'decision');
  const codes = await refusals(release, sent.length + 1);
  expect(codes).toEqual([...sent.map(([, code]) => code), 'signal/undecodable']);
  const view = await release.view();
  expect(view.blockers.map(({ id }) => id)).toEqual(['lab/cab']);
  expect(view.requirements[0]?.decisions).toEqual([]);
  expect(await touched('target')).toEqual([]);
  expect(runningBelow(journey.stateFolder).every(({ cwd }) => !cwd.includes('target'))).toBe(true);
  const shown = await showHistory(journey.temporal.namespace, 'release-target');
  const signals = shown.filter((event) => event.workflowExecutionSignaledEventAttributes);
  expect(signals).toHaveLength(sent.length + 1);
  await goesOn(release);
}, 120_000);

test('a genuine statement that is sent again counts once, here and elsewhere', async () => {
  const attacker = new Attacker(shop.journey);
  const release = await waiting('replayed');
  await release.command('rita', 'pause');
  const pause = await statementOf('replayed');
  await release.command('rita', 'resume');
  for (let sent = 0; sent < 5; sent += 1)
    await attacker.send('replayed', 'command', { jws: pause });
  const elsewhere = await waiting('elsewhere');
  await attacker.send('elsewhere', 'command', { jws: pause });
  expect(await refusals(elsewhere, 1)).toEqual(['statement/other-release']);
  await goesOn(release);
  expect((await release.view()).paused).toBe(false);
  expect(await release.facts('release.paused')).toHaveLength(1);
  // Counted when there is reason to write anyway: at the end, at the latest.
  expect((await release.facts('refusals.counted')).map(({ count }) => count)).toEqual([5]);
  await goesOn(elsewhere);
}, 120_000);

test('a storm is counted, keeps the records small, and keeps nobody from deciding', async () => {
  const attacker = new Attacker(shop.journey);
  const release = await waiting('storm');
  const { subject } = await shop.journey.person('cora');
  const forged = { jws: signedByStranger(await approvalOf(release, 'lab/cab', subject)) };
  let refused = 0;
  const began = Date.now();
  for (let sent = 0; sent < storm; sent += 200) {
    const burst = Array.from({ length: 200 }, (_, index) =>
      attacker.send('storm', 'decision', index % 2 === 0 ? forged : 'unsigned').catch(() => {
        // Temporal itself takes 10,000 for each run.
        refused += 1;
      }),
    );
    await Promise.all(burst);
  }
  const stormMs = Date.now() - began;
  await goesOn(release, 120_000);
  const counted = (await release.facts('refusals.counted')).map(({ count }) => count);
  const recorded = (await release.facts('statement.refused')).length;
  const total = counted.reduce((sum, count) => sum + count, recorded);
  expect(recorded).toBeLessThanOrEqual(100);
  // What the API sent again while nobody had answered is counted as well.
  expect(total).toBeGreaterThanOrEqual(storm - refused);
  expect(total).toBeLessThan(storm - refused + 100);
  expect(counted.length).toBeLessThan(100);
  process.stdout.write(
    `storm: ${stormMs} ms, refused by Temporal ${refused}, recorded ${recorded}, counted in ` +
      `${counted.length} facts, over after ${Date.now() - began} ms\n`,
  );
}, 300_000);

import { requireMayTouch } from '../../activities/guard.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { subjectDigestOf } from '../../domain/approval/subject.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import { outlineOf } from '../../domain/revision/outline-of.ts';
import { planPartOf } from '../../domain/revision/plan-part.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { foldAll } from '../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';
const task = aStage('task');
const { id } = task;
const confirmation = `${id}/confirmation`;
const environment = 'production';
const release = 'spring';

let given: ApprovedRelease;
beforeEach(async () => {
  const stages = [aStage('package'), aStage('approval'), aStage('window'), task, aStage('deploy')];
  given = await approvedRelease({ stages });
  given.records.groups.set('opal', ['operations']).set('mona', ['management']);
});

const touch = () => requireMayTouch(given.ports, given.step);
const refusal = async () =>
  touch().then(
    () => null,
    (error: unknown) => String(error),
  );

/** Asks for something of the task, and returns what a statement about it has to carry. */
async function open(requirement: string, change: object): Promise<string> {
  const state = foldAll(given.records.facts.get(release) ?? []);
  const asked = { id: requirement, stage: id, environment };
  const planPart = planPartOf(outlineOf(given.plan), asked) ?? '';
  const about = { requirement, environment, attempt: 1, evidenceDigest: 'sha256:none', planPart };
  const subjectDigest = subjectDigestOf(release, state, about);
  const shared = { ...about, stage: id, count: 1, subjectDigest, deadline: at } as const;
  await given.record({
    type: 'requirement.opened',
    ...shared,
    kind: 'task',
    group: 'operations',
    ...change,
  });
  return subjectDigest;
}

/** Signs a statement, keeps it, and records that it was taken in. */
async function say(
  by: string,
  subjectDigest: string,
  said: Pick<Statement, 'kind' | 'content'>,
  recordedBy = by,
): Promise<string> {
  const head = { id: `${by} ${said.kind}`, release, environment, subjectDigest, by };
  const rest = { commentDigest: null, nonce: '1', issuedAt: at, expiresAt: at };
  const statement = { ...head, ...rest, ...said } as Statement;
  const digest = sha256Hex(canonicalJson(statement));
  const { kind } = statement;
  given.records.kept.set(digest, { digest, id: head.id, release, ...fakeSignature(statement) });
  const words = { id: head.id, kind, digest, by: recordedBy, evidence: null, reason: '' };
  const about = kind === 'decision' ? confirmation : id;
  const report = { outcome: 'done', link: 'l', file: null } as const;
  const also = kind === 'task-report' ? { task: report } : {};
  const says = kind === 'command' ? 'skip-task' : 'approve';
  await given.record({ type: 'statement.accepted', ...words, says, about, ...also });
  return digest;
}

const done = { requirement: id, outcome: 'done', link: 'l', file: null } as const;

async function reported(content: object = {}, recordedBy?: string): Promise<string> {
  const subject = await open(id, {});
  const said = { kind: 'task-report', content: { ...done, ...content } } as const;
  const digest = await say('opal', subject, said, recordedBy);
  await given.record({ type: 'requirement.settled', requirement: id, outcome: 'approved' });
  return digest;
}

async function confirmed(report: string): Promise<void> {
  const confirms = { requirement: id, report };
  const subject = await open(confirmation, { kind: 'approval', group: 'cab', confirms });
  const content = { requirement: confirmation, verdict: 'approve' } as const;
  await say('cora', subject, { kind: 'decision', content });
  const settled = { requirement: confirmation, outcome: 'approved' } as const;
  await given.record({ type: 'requirement.settled', ...settled });
}

test('touches nothing while a task before it was not asked for, or not confirmed', async () => {
  expect(await refusal()).toMatch(/it was never asked for/);
  const report = await reported();
  expect(await refusal()).toMatch(/another report was confirmed/);
  await confirmed(report);
  await expect(touch()).resolves.toMatchObject({ plan: { name: release } });
});

test('a confirmation of another report confirms nothing', async () => {
  await reported();
  await confirmed('sha256:another');
  expect(await refusal()).toMatch(/another report was confirmed/);
});

test.each<[string, object, string | undefined]>([
  ['speaks of another task', { requirement: 'production/task/other' }, undefined],
  ['says that it has failed', { outcome: 'failed' }, undefined],
  ['was said by somebody else', {}, 'mona'],
])('a signed word that %s does not count, whatever the records say', async (_, change, by) => {
  await confirmed(await reported(change, by));
  expect(await refusal()).toMatch(/does not count: .*something else|never asked/);
});

test('a word whose signature is gone does not count', async () => {
  const report = await reported();
  await confirmed(report);
  given.records.kept.delete(report);
  expect(await refusal()).toMatch(/missing or not valid/);
});

test('a task that was left out needs the signed word that leaves it out', async () => {
  await open(id, {});
  await given.record({ type: 'task.skipped', task: id, by: 'mona', statement: 'sha256:none' });
  expect(await refusal()).toMatch(/leaves it out is missing/);
  const content = { command: 'skip-task', target: id, evidence: null } as const;
  const statement = await say('mona', given.step.planDigest, { kind: 'command', content });
  await given.record({ type: 'task.skipped', task: id, by: 'mona', statement });
  await expect(touch()).resolves.toMatchObject({ plan: { name: release } });
});

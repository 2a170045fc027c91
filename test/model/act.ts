import type { CommandName, Statement, StatementHead } from '../../domain/approval/statement.ts';
import { currentOf } from './judge.ts';
import type { Machine } from './machine.ts';
import { place, planFor, releaseName, type Scope } from './plans.ts';
import { type Question, questions, rightsOf, type Said, type World } from './world.ts';

/** What a command does to the world and to the release. */
export type Act = (world: World, machine: Machine) => Promise<void>;

type Verdict = 'approve' | 'reject' | 'withdraw';

/**
 * Somebody answers a question as it is shown, or as it was shown under an earlier digest. `who` is
 * a person, or one of those who may.
 */
export function decide(
  who: string | number,
  pick: number,
  verdict: Verdict,
  earlier: number | null,
): Act {
  return async (world, machine) => {
    const question = pickQuestion(world, pick);
    const digest = digestToName(world, question, earlier);
    const nowMs = await machine.nowMs();
    const by =
      typeof who === 'string'
        ? who
        : verdict === 'withdraw'
          ? pickSpeaker(world, question, who)
          : pickAble(world, question, who, nowMs);
    const statement = statementOf(head(world, by, digest, nowMs), question, verdict);
    if (verdict === 'withdraw') {
      const { outcome } = await machine.say(statement);
      if (outcome === 'accepted') takeBack(world, by, question, digest);
      return;
    }
    const rights = rightsOf(world, by, question, nowMs);
    const said: Said = {
      by,
      question: question.id,
      verdict,
      digest,
      rights,
      accepted: null,
      withdrawn: false,
    };
    const asked = world.shown.get(question.id);
    world.said.push(said);
    const { outcome } = await machine.say(statement);
    said.accepted = outcome === 'accepted';
    if (!said.accepted) return;
    world.seen.add(`${verdict} ${rights.some((right) => right.delegation) ? 'lent' : 'own'}`);
    if (rights.length === 0) world.wrongs.push(`${by} may not decide ${question.id}, and did.`);
    if (asked?.digest !== digest || asked.outcome !== 'pending') {
      world.wrongs.push(`${by} was heard about what ${question.id} does not ask.`);
    }
  };
}

/** Prefers what is open, so that releases get on. */
export function pickQuestion({ shown }: World, pick: number): Question {
  const open = questions.filter(({ id }) => shown.get(id)?.outcome === 'pending');
  const some = open.length > 0 ? open : questions;
  return some[pick % some.length] ?? questions[0];
}

export function pickAble(world: World, question: Question, pick: number, nowMs: number): string {
  const spoken = new Set(currentOf(world, question.id).map(({ by }) => by));
  const able = [...world.groups.keys()].filter(
    (person) => !spoken.has(person) && rightsOf(world, person, question, nowMs).length > 0,
  );
  return able[pick % Math.max(able.length, 1)] ?? 'nora';
}

/** Somebody who has decided, or in whose place it was. */
export function pickSpeaker(world: World, { id }: Question, pick: number): string {
  const voices = currentOf(world, id).flatMap(({ by, rights }) => [
    by,
    ...rights.flatMap((right) => right.voices),
  ]);
  return voices[pick % Math.max(voices.length, 1)] ?? 'nora';
}

function digestToName(world: World, { id }: Question, earlier: number | null): string {
  const current = world.shown.get(id)?.digest ?? '';
  const known = [...world.subjects.keys()].filter((digest) => digest !== current);
  return earlier === null ? current : (known[earlier % Math.max(known.length, 1)] ?? current);
}

function takeBack({ said }: World, person: string, { id }: Question, digest: string): void {
  for (const each of said) {
    const isTheirs =
      each.by === person || each.rights.some(({ voices }) => voices.includes(person));
    if (isTheirs && each.question === id && each.digest === digest) each.withdrawn = true;
  }
}

function statementOf(from: StatementHead, { id }: Question, verdict: Verdict): Statement {
  if (id !== 'production/uat') {
    return { ...from, kind: 'decision', content: { requirement: id, verdict } };
  }
  const said = verdict === 'approve' ? 'accept' : verdict;
  return { ...from, kind: 'uat-verdict', content: { requirement: id, verdict: said } };
}

function head(world: World, by: string, subjectDigest: string, nowMs: number): StatementHead {
  const id = `statement-${world.next}`;
  world.next += 1;
  return {
    id,
    release: releaseName,
    environment: place,
    subjectDigest,
    by,
    commentDigest: null,
    nonce: id,
    issuedAt: new Date(nowMs).toISOString(),
    expiresAt: '2999-01-01T00:00:00.000Z',
  };
}

const onward: readonly CommandName[] = ['retry', 'resume', 'proceed'];

/** Somebody gives a command. */
export function command(by: string, name: CommandName): Act {
  return async (world, machine) => {
    const { planDigest, waits } = await machine.state();
    const from = head(world, by, planDigest ?? '', await machine.nowMs());
    const target = name === 'extend' ? 'production/uat' : null;
    const content = { command: name, target, evidence: null };
    const failed = waits.find(({ kind }) => kind === 'failed-stage')?.stage;
    const { outcome } = await machine.say({ ...from, environment: null, kind: 'command', content });
    if (outcome === 'refused') return;
    world.seen.add(name);
    if (name === 'pause' || name === 'resume') world.paused = name === 'pause';
    if (name === 'withdraw' || name === 'rollback') world.stopped = true;
    if (onward.includes(name)) world.commanders.add(by);
    if (name === 'retry' && failed !== undefined) askAgain(world, failed);
  };
}

/** Every question of a stage that is tried again is another one than before. */
function askAgain({ rounds }: World, retried: string): void {
  for (const { id } of questions) {
    const stage = id === 'production/uat' ? id : 'production/approval';
    if (stage === retried) rounds.set(id, (rounds.get(id) ?? 0) + 1);
  }
}

/** Somebody lets the release go on by another plan. */
export function revise(by: string, scope: Scope): Act {
  return async (world, machine) => {
    const { plan, digest: to } = planFor(scope);
    const { planDigest } = await machine.state();
    machine.seal(plan, to, by);
    const from = planDigest ?? '';
    const content = { from, to, reason: 'Plans change.', dropped: [] };
    const signed = head(world, by, from, await machine.nowMs());
    const before = world.scope;
    const { outcome } = await machine.say({
      ...signed,
      environment: null,
      kind: 'revision',
      content,
    });
    if (outcome === 'refused') return;
    world.seen.add('revise');
    world.scope = scope;
    world.revisers.add(by);
    world.commanders.add(by);
    if (before.web === scope.web) return;
    // It is built and packed anew, from the work of others.
    world.packs = 0;
    world.moreAuthors.clear();
  };
}

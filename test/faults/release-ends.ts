import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { StageGround } from './fault-stage.ts';
import { insist } from './insist.ts';

/** The release as the projection in PostgreSQL has it; null before its first fact. */
export async function projected(stage: StageGround, release: string): Promise<ReleaseState | null> {
  const text = 'select state from release_projection where release = $1';
  const { rows } = await stage.database.query<{ state: ReleaseState }>(text, [release]);
  return rows[0]?.state ?? null;
}

/** Waits until the projection looks like that. Fails with the last state seen. */
export async function untilProjected(
  stage: StageGround,
  release: string,
  what: string,
  isIt: (state: ReleaseState) => boolean,
  withinMs = 120_000,
): Promise<ReleaseState> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const state = await projected(stage, release).catch(() => null);
    if (state !== null && isIt(state)) return state;
    if (Date.now() > deadline) {
      const { phase, waits, stages } = state ?? {};
      throw new Error(
        `Not in ${withinMs} ms: ${release} ${what}. ${JSON.stringify({ phase, waits, stages })}`,
      );
    }
    await sleep(200);
  }
}

/** Meets what the release owes, as people do, and waits until it is closed. */
export async function closeRelease(
  stage: StageGround,
  release: string,
  withinMs = 240_000,
): Promise<ReleaseState> {
  const rita = await stage.grownUp.person('rita');
  for (const target of ['review', 'runbook']) {
    await untilProjected(
      stage,
      release,
      `owes the ${target}`,
      ({ phase, obligations }) =>
        phase === 'reviewing' && obligations.some(({ id }) => id === target),
      withinMs,
    );
    const evidence = `https://wiki.example/${target}`;
    const reason = 'Held.';
    const decisionId = randomUUID();
    const order = { decisionId, command: 'complete-obligation', target, evidence, reason };
    await insist(() => rita.post(`/v1/releases/${release}/commands`, order));
  }
  return untilProjected(stage, release, 'closes', ({ phase }) => phase === 'closed');
}

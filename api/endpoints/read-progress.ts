import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../../activities/ports/failures.ts';
import { progressOf, type ReleaseProgress } from '../../domain/progress/progress.ts';
import { initialState } from '../../domain/release/state.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { type Streamed, streamEvents } from '../http/stream-events.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { releaseParams } from '../schemas/field.ts';
import { progressSchema } from '../schemas/progress.ts';
import type { Services } from '../services.ts';

/** What changes faster than this is told together. */
const mostOftenMs = 200;

type Asked = Pick<Services, 'records' | 'clock'>;

export const readProgress = defineEndpoint({
  summary: 'Read how far the stages under way have come, once or live',
  description:
    'Components and targets with their steps, shares, figures, logs by reference, and the time ' +
    'left as earlier releases took it. What is told here is the last that was heard: nothing is ' +
    'decided by it, and the ledger has none of it. With `Accept: text/event-stream` the answer ' +
    'stays open: all of it now, and again whenever it has changed.',
  params: releaseParams,
  query: nothing,
  body: noBody,
  streams: 'text/event-stream',
  answers: { 200: progressSchema },
  async handle({ params: { release }, caller }, { records, clock, log, stopping }) {
    await sealedPlanOf(release, records);
    if (!caller.header('Accept')?.includes('text/event-stream')) {
      return { status: 200, body: await progressNow(release, { records, clock }) };
    }
    const follow = (signal: AbortSignal) => changes(release, { records, clock }, signal);
    const { expiresAt } = caller.actor;
    return { stream: streamEvents({ follow, endsAt: expiresAt, closing: stopping.closing, log }) };
  },
});

async function progressNow(release: string, { records, clock }: Asked): Promise<ReleaseProgress> {
  const state = (await records.state(release)) ?? initialState();
  const { parts, earlier } = await records.readProgress(release, state);
  return progressOf({ release, state, parts, earlier, now: clock().toISOString() });
}

/** Progress whenever more than the clock has changed. While PostgreSQL is away nothing is told. */
async function* changes(
  release: string,
  asked: Asked,
  signal: AbortSignal,
): AsyncGenerator<Streamed> {
  let told = '';
  for await (const _ of asked.records.watch(release, signal)) {
    const progress = await progressNow(release, asked).catch(noneIfAway);
    const text = progress === null ? told : withoutClock(progress);
    if (progress !== null && text !== told) {
      told = text;
      yield { event: 'progress', id: progress.at, data: progress };
    }
    await sleep(mostOftenMs, undefined, { signal }).catch(() => {});
  }
}

/** What passes by itself is no news: who has an answer can count on. */
function withoutClock({ stages }: ReleaseProgress): string {
  const parts = stages.flatMap((stage) =>
    stage.parts.map(({ timeLeft: _timeLeft, ...part }) => part),
  );
  return JSON.stringify([stages.map(({ stage, startedAt }) => [stage, startedAt]), parts]);
}

function noneIfAway(error: unknown): null {
  if (error instanceof StepFailure && error.code === 'records/unavailable') return null;
  throw error;
}

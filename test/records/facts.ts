import type { LedgerAction } from '../../activities/ports/records.ts';
import type { PartProgress } from '../../domain/progress/part.ts';
import type { ReleaseEvent, ReleaseFact } from '../../domain/release/event.ts';

const startedAt = Date.parse('2026-03-02T09:00:00.000Z');

/** Facts that number the given events from 1, a second apart. */
export function factsOf(events: readonly ReleaseEvent[], from = startedAt): ReleaseFact[] {
  return events.map((event, index) => ({
    seq: index + 1,
    at: new Date(from + index * 1_000).toISOString(),
    event,
  }));
}

/** The first event of a release. */
export function startOf(
  change: Partial<Extract<ReleaseEvent, { type: 'release.started' }>> = {},
): ReleaseEvent {
  return {
    type: 'release.started',
    planDigest: 'sha256:plan',
    name: 'spring',
    title: 'Spring release',
    releaseClass: 'normal',
    requestedBy: 'p-1',
    services: ['web'],
    environments: ['production'],
    stages: [{ id: 'build', kind: 'build', environment: null }],
    ...change,
  };
}

/** A start and as many pauses and resumptions as make `count` facts. */
export function someFacts(count: number): ReleaseFact[] {
  const rest = Array.from({ length: count - 1 }, (_, index): ReleaseEvent => {
    const by = `p-${index}`;
    return index % 2 === 0 ? { type: 'release.paused', by } : { type: 'release.resumed', by };
  });
  return factsOf([startOf(), ...rest]);
}

export function anAction(change: Partial<LedgerAction> = {}): LedgerAction {
  return {
    key: 'spring/deploy/web/deploy/1',
    phase: 'intent',
    action: 'deployComponent',
    by: 'worker-1 0123456789abcdef',
    at: '2026-03-02T09:00:30.000Z',
    attempt: 1,
    outcome: null,
    details: { digest: 'sha256:web', weightPercent: 12.5, forced: false, from: null },
    ...change,
  };
}

export function aPart(change: Partial<PartProgress> = {}): PartProgress {
  return {
    stage: 'build',
    environment: null,
    component: 'web',
    target: null,
    step: 'install',
    share: 0.25,
    counters: { steps: 4 },
    log: null,
    endsAt: null,
    ...change,
  };
}

import type { ReleaseState } from '../domain/release/state.ts';
import {
  type Exhibit,
  type ForensicPart,
  forensicParts,
  type MissingExhibit,
} from '../domain/rollback/forensics.ts';
import { changeOf, componentOfChange } from './order-of-change.ts';
import type { FoundPart } from './ports/forensics.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import type { ActingStep } from './step.ts';
import { stepContext } from './step-context.ts';

type CaptureStep = ActingStep & {
  readonly planDigest: string;
  readonly environment: string;
  readonly components: readonly string[];
  /** Longest time that collecting may take: users are waiting for the way back. */
  readonly withinMs: number;
};

export type Captured = {
  readonly exhibits: readonly Exhibit[];
  readonly missing: readonly MissingExhibit[];
};

type CapturePorts = Pick<
  Ports,
  'plans' | 'verifier' | 'ledger' | 'statements' | 'settings' | 'forensics' | 'evidence' | 'clock'
>;

/**
 * Keeps logs, metrics, configuration and state of several components as evidence. It reads, so it
 * needs no lease. What cannot be kept is told, and keeps nobody from going back.
 */
export function createCaptureForensics(ports: CapturePorts) {
  return async function captureForensics(step: CaptureStep): Promise<Captured> {
    const state = await recordedState(ports.ledger, step.release);
    const signal = AbortSignal.any([AbortSignal.timeout(step.withinMs), stepContext().signal]);
    const all = await Promise.all(
      step.components.map((component) => captureOne(ports, state, { ...step, component }, signal)),
    );
    return {
      exhibits: all.flatMap(({ exhibits }) => exhibits),
      missing: all.flatMap(({ missing }) => missing),
    };
  };
}

type Order = CaptureStep & { readonly component: string };

async function captureOne(
  ports: CapturePorts,
  state: ReleaseState,
  order: Order,
  signal: AbortSignal,
): Promise<Captured> {
  const { component } = order;
  try {
    const found = await unlessOver(signal, () => collect(ports, state, order, signal));
    const parts = found.flatMap((part) => ('content' in part ? part : []));
    const missing = found.flatMap((part) =>
      'missing' in part ? { component, part: part.part, reason: part.missing } : [],
    );
    const evidence = await unlessOver(signal, () => keep(ports, order, parts));
    return { exhibits: [{ component, evidence, parts: parts.map(({ part }) => part) }], missing };
  } catch (error) {
    return { exhibits: [], missing: allMissing(component, reasonOf(error, order.withinMs)) };
  }
}

async function collect(
  ports: CapturePorts,
  state: ReleaseState,
  order: Order,
  signal: AbortSignal,
): Promise<readonly FoundPart[]> {
  const { environment, component } = order;
  const { settings, forensics } = ports;
  const change = changeOf(state, environment, component);
  const { service } = await componentOfChange(ports, order, state, change);
  const definition = service.deployments[environment];
  if (definition === undefined) return [];
  const resolved = await settings.resolve(environment, definition.settings);
  const { deployer } = definition;
  return forensics.collect({ environment, component, deployer, settings: resolved }, signal);
}

function keep(
  { evidence, clock }: CapturePorts,
  { release, environment, component }: Order,
  parts: readonly { readonly part: ForensicPart; readonly content: unknown }[],
) {
  const capturedAt = clock().toISOString();
  const held = Object.fromEntries(parts.map(({ part, content }) => [part, content]));
  const document = { release, environment, component, capturedAt, ...held };
  return evidence.put(`${JSON.stringify(document, null, 2)}\n`, 'application/json');
}

/** Whatever hangs, hangs alone: the rollback goes on without what it would have given. */
async function unlessOver<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const over = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work(), over]);
}

function allMissing(component: string, reason: string): readonly MissingExhibit[] {
  return forensicParts.map((part) => ({ component, part, reason }));
}

const longestReason = 300;

function reasonOf(error: unknown, withinMs: number): string {
  const isLate = error instanceof DOMException && error.name === 'TimeoutError';
  if (isLate) return `It was not collected within ${withinMs} ms.`;
  return (error instanceof Error ? error.message : String(error)).slice(0, longestReason);
}

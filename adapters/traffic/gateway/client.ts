import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { StepContext } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Traffic, TrafficState } from '../../../activities/ports/traffic.ts';
import type { Place } from '../../../domain/deployment/deployment.ts';
import { previewTraffic } from '../../../domain/deployment/preview-traffic.ts';
import { messageOf } from '../../system-error.ts';
import { throwIfStopped } from '../throw-if-stopped.ts';
import { findRunning, readToken } from './contact.ts';

const ANSWER_TIMEOUT_MS = 10_000;
const DRAIN_POLL_MS = 50;
const DRAIN_TIMEOUT_MS = 30_000;

const stateShape = z.object({
  origin: z.string().nullable(),
  shares: z.array(
    z.object({
      digest: z.string(),
      version: z.string(),
      addresses: z.array(z.string()),
      weightPercent: z.number(),
    }),
  ),
  fence: z.int(),
  draining: z.array(z.object({ digest: z.string(), openRequests: z.int() })),
});

const countersShape = z.array(
  z.object({
    digest: z.string(),
    requests: z.int(),
    failures: z.int(),
    latencyBuckets: z.array(z.object({ leMs: z.number().nullable(), count: z.int() })),
  }),
);

const refusalShape = z.object({
  kind: z.enum(['retry', 'terminal', 'needs-person']),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
});

/**
 * Divides users through the gateway that runs for the folder (see `startGateway`).
 *
 * Errors: `retry` while the gateway cannot be reached; what the gateway refuses keeps its kind.
 */
export function createGatewayTraffic(options: {
  readonly root: string;
  /** How long `shift` waits for versions without a share to finish their requests. */
  readonly drainTimeoutMs?: number;
  /** How long the gateway may take to answer. */
  readonly answerTimeoutMs?: number;
}): Traffic {
  const root = resolve(options.root);
  const drainTimeoutMs = options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS;
  const gateway = { root, answerTimeoutMs: options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS };
  const observe = (place: Place) => ask(gateway, 'GET', pathOf(place), stateShape);

  async function drained(order: Place, context: StepContext): Promise<TrafficState> {
    const deadline = performance.now() + drainTimeoutMs;
    for (;;) {
      const state = await observe(order);
      if (state.draining.length === 0 || performance.now() > deadline) return state;
      throwIfStopped(context);
      const open = state.draining.reduce((sum, { openRequests }) => sum + openRequests, 0);
      context.heartbeat(`${open} requests are still open on versions without users`);
      await sleep(DRAIN_POLL_MS);
    }
  }

  return {
    observe,
    preview: async (order) => previewTraffic(order, (await observe(order)).shares, order.shares),
    shift: async (order, context) => {
      throwIfStopped(context);
      const { key, fence, shares, healthPath, sessions } = order;
      const body = { key, fence, shares, healthPath, sessions };
      await ask(gateway, 'PUT', pathOf(order), stateShape, body);
      return drained(order, context);
    },
    undo: async (undoing, context) => {
      throwIfStopped(context);
      const { key, fence } = undoing;
      await ask(gateway, 'POST', `${pathOf(undoing)}/undo`, stateShape, { key, fence });
      return drained(undoing, context);
    },
    counters: (place) => ask(gateway, 'GET', `${pathOf(place)}/counters`, countersShape),
  };
}

async function ask<Shape extends z.ZodType>(
  { root, answerTimeoutMs }: { readonly root: string; readonly answerTimeoutMs: number },
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  shape: Shape,
  body?: unknown,
): Promise<z.infer<Shape>> {
  const contact = await findRunning(root);
  const token = await readToken(root);
  if (contact === null || token === null) throw unreachable(root, 'no gateway runs');
  try {
    const response = await fetch(`http://127.0.0.1:${contact.adminPort}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    const answer: unknown = await response.json();
    if (response.ok) return shape.parse(answer);
    const refusal = refusalShape.safeParse(answer);
    if (!refusal.success) throw unreachable(root, `it answered ${response.status}`);
    const { kind, code, message, remedy } = refusal.data;
    throw new StepFailure(kind, code, message, remedy);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    throw unreachable(root, messageOf(error));
  }
}

function pathOf({ environment, component }: Place): string {
  return `/routes/${encodeURIComponent(environment)}/${encodeURIComponent(component)}`;
}

function unreachable(root: string, why: string): StepFailure {
  return new StepFailure(
    'retry',
    'traffic/gateway-unreachable',
    `The gateway for ${root} cannot be reached: ${why}.`,
    'Start it (`npm start` does). Until then users keep the division that they have.',
  );
}

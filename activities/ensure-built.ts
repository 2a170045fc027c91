import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { Checkout } from './ports/content.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';
import type { Said } from './tell-progress.ts';

type BuildPorts = Pick<Ports, 'sources' | 'workspaces' | 'runner'>;

const stepTimeoutMs = 10 * 60_000;

/**
 * A clean checkout of the component's tag in which every build step has succeeded. On a machine
 * that has it already this is only a check, so any worker can pack and test what another one built.
 */
export async function ensureBuilt(
  ports: BuildPorts,
  component: PlannedComponent,
  key: string,
  tell: (said: Said) => void = () => {},
): Promise<Checkout> {
  const context = stepContext();
  const { source, build } = component.service;
  tell({ step: 'checkout', share: 0 });
  const checkout = await ports.sources.checkout(
    { key, repository: source.repository, path: source.path, tag: component.tag },
    context,
  );
  await requireFiles(ports, checkout.folder, build.requires, component);
  let log: string | null = null;
  for (const [index, { name, command }] of build.steps.entries()) {
    const stamp = `build-${index}-${name}`;
    if (await ports.workspaces.stamped(checkout.folder, stamp)) continue;
    context.heartbeat(`${component.name}: ${name}`);
    const counters = { steps: build.steps.length, stepsDone: index };
    const share = index / build.steps.length;
    tell({ step: name, share, counters, log });
    const result = await ports.runner.run(
      { command, cwd: checkout.folder, timeoutMs: stepTimeoutMs },
      context,
    );
    log = result.log.reference;
    if (result.exitCode !== 0) {
      tell({ step: `${name} failed`, share, counters, log });
      throw new StepFailure(
        'terminal',
        'build/step-failed',
        `Step ${name} of ${component.name} ended with exit code ${result.exitCode}: ` +
          result.lastLines.slice(-3).join(' / '),
        `Read the log ${result.log.reference}, mend the cause, then send the command retry.`,
      );
    }
    await ports.workspaces.stamp(checkout.folder, stamp);
  }
  await requireFiles(ports, checkout.folder, [build.output], component);
  tell({ step: 'built', share: 1, log });
  return checkout;
}

async function requireFiles(
  { workspaces }: BuildPorts,
  folder: string,
  paths: readonly string[],
  component: PlannedComponent,
): Promise<void> {
  const missing = await workspaces.missing(folder, paths);
  if (missing.length === 0) return;
  throw new StepFailure(
    'terminal',
    'build/missing-file',
    `${component.name} at ${component.tag} has no ${missing.join(', ')}.`,
    'Commit the lock file, and let the build write the folder that the catalog names as output.',
  );
}

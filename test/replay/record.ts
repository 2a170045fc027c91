import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { accessWorkflowId } from '../../workflows/contract.ts';
import { openAccessStage } from '../support/access/access-stage.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';
import { createTimeSkippingEnvironment } from '../support/stack/temporal.ts';
import { liveAccess, recordedAccess } from './access-story.ts';
import type { Recorded } from './recorded.ts';
import { production, stories } from './stories.ts';

const folder = fileURLToPath(new URL('./histories/', import.meta.url));

/**
 * Writes the histories of the stories anew. To be run when a released version is about to differ;
 * what an earlier released version wrote stays beside it under another name, and has to replay for
 * as long as such releases run.
 */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const stage = await openReleaseStage(createTimeSkippingEnvironment, 'read');
  try {
    for (const { plan, act } of stories) {
      const release = await stage.start(plan);
      await act(release, stage);
      const events = release.events();
      const succeeded = events.filter((event) => event.type === 'stage.succeeded');
      const passed = plan.stages.filter(({ id }) => succeeded.some((event) => event.stage === id));
      await keep(stage, release.handle.workflowId, plan.name, {
        stages: passed.map(({ kind }) => kind),
        facts: [...new Set(events.map(({ type }) => type))].toSorted(),
      });
    }
    await keep(stage, production, 'environment', { stages: [], facts: [] });
  } finally {
    await stage.close();
  }
  const access = await openAccessStage();
  try {
    const facts = await liveAccess(access);
    await keep(access, accessWorkflowId(recordedAccess), 'access', { stages: [], facts });
  } finally {
    await access.close();
  }
}

async function keep(
  { environment }: Pick<ReleaseStage, 'environment'>,
  workflowId: string,
  name: string,
  told: Omit<Recorded, 'history'>,
): Promise<void> {
  const history = await environment.client.workflow.getHandle(workflowId).fetchHistory();
  const recorded: Recorded = { ...told, history: JSON.parse(historyToJSON(history)) };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recorded)}\n`);
  process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
}

await main();

import type { Command } from 'commander';
import type { ApprovalAnswer, ApprovalPageAnswer } from '../http/approval-answer.ts';
import type { Client } from '../http/client.ts';
import type { Shell } from '../shell.ts';
import { dueAt } from '../show/instant.ts';
import { showSinceLast } from '../show/since-last.ts';
import type { Paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

export function addApprovals(root: Command, shell: Shell): void {
  root
    .command('approvals')
    .description('List what waits for people’s decisions, and whether you may decide it.')
    .option('--mine', 'only what you may decide yourself')
    .action(async ({ mine = false }: { mine?: boolean }) => {
      const { terminal } = shell;
      const approvals = await readAll(await shell.client(), mine);
      if (terminal.json) terminal.tell({ approvals, nextPageToken: null });
      terminal.say(showApprovals(approvals, terminal.paint, new Date()));
      const changed = showSinceLast(approvals);
      if (changed !== '') terminal.say(changed);
    });
}

async function readAll(client: Client, mine: boolean): Promise<readonly ApprovalAnswer[]> {
  const approvals: ApprovalAnswer[] = [];
  let pageToken: string | undefined;
  do {
    const query = { mine, pageSize: 200, pageToken };
    const page: ApprovalPageAnswer = await client.get('/v1/approvals', query);
    approvals.push(...page.approvals);
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  return approvals;
}

function showApprovals(approvals: readonly ApprovalAnswer[], paint: Paint, now: Date): string {
  if (approvals.length === 0) return 'Nothing waits for a decision.';
  const rows = approvals.map(({ release, requirement, youMayDecide, whyNot }) => [
    release,
    requirement.id,
    requirement.kind,
    requirement.group,
    dueAt(requirement.deadline, now),
    youMayDecide ? paint('good', 'yes') : `no: ${whyNot ?? ''}`,
  ]);
  return table(['release', 'requirement', 'kind', 'group', 'until', 'you may'], rows, paint);
}

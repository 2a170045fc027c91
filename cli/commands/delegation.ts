import type { Command } from 'commander';
import type { DelegationAnswer, DelegationListAnswer } from '../http/delegation-answer.ts';
import type { Shell } from '../shell.ts';
import type { Paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

export function addDelegation(root: Command, shell: Shell): void {
  const delegation = root
    .command('delegation')
    .description('Let somebody decide for a group in your place, until an end.');
  addGive(delegation, shell);
  addList(delegation, shell);
  addRevoke(delegation, shell);
}

function addGive(delegation: Command, shell: Shell): void {
  delegation
    .command('give')
    .description('Delegate your decisions for a group. What was delegated to you stays with you.')
    .argument('<group>', 'a group that you are in yourself')
    .argument('<person>', 'handle of the person who decides in your place')
    .requiredOption('--until <instant>', 'RFC 3339; when it ends')
    .option('--from <instant>', 'RFC 3339; now when left out')
    .action(async (group: string, to: string, options: { until: string; from?: string }) => {
      const { terminal } = shell;
      const body = { group, to, startsAt: options.from ?? null, endsAt: options.until };
      const client = await shell.client();
      const given = await client.send<DelegationAnswer>('POST', '/v1/delegations', body);
      if (terminal.json) terminal.tell(given);
      terminal.say(showDelegations([given], terminal.paint));
    });
}

function addList(delegation: Command, shell: Shell): void {
  delegation
    .command('list')
    .description('List who decides in whose place.')
    .option('--mine', 'only those that you gave or received')
    .option('--ended', 'also those that have ended or were revoked')
    .action(async ({ mine = false, ended = false }: { mine?: boolean; ended?: boolean }) => {
      const { terminal } = shell;
      const client = await shell.client();
      const answer = await client.get<DelegationListAnswer>('/v1/delegations', { mine, ended });
      if (terminal.json) terminal.tell(answer);
      terminal.say(showDelegations(answer.delegations, terminal.paint));
    });
}

function addRevoke(delegation: Command, shell: Shell): void {
  delegation
    .command('revoke')
    .description('Take a delegation back. What was decided by it counts no more at a deployment.')
    .argument('<id>', 'id of the delegation')
    .action(async (id: string) => {
      const { terminal } = shell;
      const client = await shell.client();
      await client.delete(`/v1/delegations/${encodeURIComponent(id)}`);
      if (terminal.json) terminal.tell({ id, revoked: true });
      terminal.say(`Revoked ${id}.`);
    });
}

function showDelegations(delegations: readonly DelegationAnswer[], paint: Paint): string {
  if (delegations.length === 0) return 'Nobody decides in anybody’s place.';
  const rows = delegations.map(({ id, group, from, to, startsAt, endsAt, revokedAt, inForce }) => [
    id,
    group,
    from.person ?? from.subject,
    to.person ?? to.subject,
    startsAt,
    endsAt,
    stateOf(revokedAt, inForce),
  ]);
  return table(['id', 'group', 'of', 'by', 'from', 'until', 'now'], rows, paint);
}

function stateOf(revokedAt: string | null, inForce: boolean): string {
  if (revokedAt !== null) return 'revoked';
  return inForce ? 'in force' : 'not in force';
}

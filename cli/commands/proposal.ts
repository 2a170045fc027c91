import type { Command } from 'commander';
import type { ProposalAnswer, ProposalListAnswer } from '../http/proposal-answer.ts';
import type { Shell } from '../shell.ts';
import { showProposal } from '../show/proposal.ts';

export function addProposal(root: Command, shell: Shell): void {
  const proposal = root
    .command('proposal')
    .description('Files that count when somebody else confirms them.');
  addList(proposal, shell);
  addAnswer(proposal, shell, {
    verdict: 'confirm',
    description: 'Let proposed files count. Never by whoever proposed them.',
  });
  addAnswer(proposal, shell, {
    verdict: 'reject',
    description: 'Reject proposed files, or take your own proposal back.',
  });
}

function addList(proposal: Command, shell: Shell): void {
  proposal
    .command('list')
    .description('List what is proposed, with who may confirm it.')
    .option('--all', 'also what is open no more')
    .action(async ({ all = false }: { all?: boolean }) => {
      const { terminal } = shell;
      const client = await shell.client();
      const filter = all ? {} : { standing: 'open' };
      const answer = await client.get<ProposalListAnswer>('/v1/proposals', filter);
      if (terminal.json) terminal.tell(answer);
      const shown = answer.proposals.map((each) => showProposal(each, terminal.paint));
      terminal.say(shown.length === 0 ? 'Nothing is proposed.' : shown.join('\n\n'));
    });
}

function addAnswer(
  proposal: Command,
  shell: Shell,
  { verdict, description }: { verdict: 'confirm' | 'reject'; description: string },
): void {
  const command = proposal
    .command(verdict)
    .description(description)
    .argument('<id>', 'id of the proposal')
    .argument('<digest>', 'its digest: what you have read');
  const why = 'why; stays on record, so name roles and not people';
  if (verdict === 'reject') command.requiredOption('--reason <text>', why);
  else command.option('--reason <text>', why);
  command.action(async (id: string, digest: string, { reason }: { reason?: string }) => {
    const { terminal } = shell;
    const client = await shell.client();
    const path = `/v1/proposals/${encodeURIComponent(id)}/verdict`;
    const body = { verdict, digest, ...(reason === undefined ? {} : { reason }) };
    const answered = await client.send<ProposalAnswer>('POST', path, body);
    if (terminal.json) terminal.tell(answered);
    terminal.say(showProposal(answered, terminal.paint));
  });
}

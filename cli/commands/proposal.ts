import type { Command } from 'commander';
import type { ProposalAnswer, ProposalListAnswer } from '../http/proposal-answer.ts';
import type { Shell } from '../shell.ts';
import { showProposal } from '../show/proposal.ts';
import { addVerdict } from './add-verdict.ts';

export function addProposal(root: Command, shell: Shell): void {
  const proposal = root
    .command('proposal')
    .description('Files that count when somebody else confirms them.');
  addList(proposal, shell);
  const answering = {
    of: 'proposal',
    path: '/v1/proposals',
    show: (answer: ProposalAnswer) => showProposal(answer, shell.terminal.paint),
  };
  addVerdict(proposal, shell, {
    ...answering,
    verdict: 'confirm',
    description: 'Let proposed files count. Never by whoever proposed them.',
  });
  addVerdict(proposal, shell, {
    ...answering,
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

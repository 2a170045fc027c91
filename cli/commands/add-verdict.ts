import type { Command } from 'commander';
import type { Shell } from '../shell.ts';

/** What somebody answers that another person has asked for. */
type Answering<Answer> = {
  readonly verdict: 'confirm' | 'reject';
  readonly description: string;
  /** What the id is of, as in `id of the proposal`. */
  readonly of: string;
  /** Below it lies `/{id}/verdict`. */
  readonly path: string;
  readonly show: (answer: Answer) => string;
};

/** `confirm` or `reject`, by its id and by the digest of what the person has read. */
export function addVerdict<Answer>(
  parent: Command,
  shell: Shell,
  { verdict, description, of, path, show }: Answering<Answer>,
): void {
  const command = parent
    .command(verdict)
    .description(description)
    .argument('<id>', `id of the ${of}`)
    .argument('<digest>', 'its digest: what you have read');
  const why = 'why; stays on record, so name roles and not people';
  if (verdict === 'reject') command.requiredOption('--reason <text>', why);
  else command.option('--reason <text>', why);
  command.action(async (id: string, digest: string, { reason }: { reason?: string }) => {
    const { terminal } = shell;
    const client = await shell.client();
    const body = { verdict, digest, ...(reason === undefined ? {} : { reason }) };
    const place = `${path}/${encodeURIComponent(id)}/verdict`;
    const answered = await client.send<Answer>('POST', place, body);
    if (terminal.json) terminal.tell(answered);
    terminal.say(show(answered));
  });
}

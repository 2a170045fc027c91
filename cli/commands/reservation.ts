import type { Command } from 'commander';
import type { ReservationAnswer, ReservationListAnswer } from '../http/reservation-answer.ts';
import type { Shell } from '../shell.ts';
import type { Paint } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

export function addReservation(root: Command, shell: Shell): void {
  const reservation = root
    .command('reservation')
    .description('Keep an environment free for a release, until an end.');
  addMake(reservation, shell);
  addList(reservation, shell);
  addTakeBack(reservation, shell);
}

type MakeOptions = { readonly until: string; readonly from?: string; readonly reason: string };

function addMake(reservation: Command, shell: Shell): void {
  reservation
    .command('make')
    .description('Reserve an environment. Meanwhile no other release gets it, but an emergency.')
    .argument('<environment>', 'the environment')
    .argument('<release>', 'the release that it is kept free for')
    .requiredOption('--until <instant>', 'RFC 3339; when it ends')
    .requiredOption('--reason <text>', 'why; whoever waits for it reads this')
    .option('--from <instant>', 'RFC 3339; now when left out')
    .action(async (environment: string, release: string, options: MakeOptions) => {
      const { terminal } = shell;
      const { from = null, until, reason } = options;
      const body = { release, startsAt: from, endsAt: until, reason };
      const client = await shell.client();
      const made = await client.send<ReservationAnswer>('POST', pathOf(environment), body);
      if (terminal.json) terminal.tell(made);
      terminal.say(showReservations([made], terminal.paint));
    });
}

function addList(reservation: Command, shell: Shell): void {
  reservation
    .command('list')
    .description('List for which releases an environment is reserved.')
    .argument('<environment>', 'the environment')
    .option('--ended', 'also those that ended or were taken back')
    .action(async (environment: string, { ended = false }: { ended?: boolean }) => {
      const { terminal } = shell;
      const client = await shell.client();
      const answer = await client.get<ReservationListAnswer>(pathOf(environment), { ended });
      if (terminal.json) terminal.tell(answer);
      terminal.say(showReservations(answer.reservations, terminal.paint));
    });
}

function addTakeBack(reservation: Command, shell: Shell): void {
  reservation
    .command('take-back')
    .description('Take a reservation back. Whoever waits for the environment gets it at once.')
    .argument('<environment>', 'the environment')
    .argument('<id>', 'id of the reservation')
    .action(async (environment: string, id: string) => {
      const { terminal } = shell;
      const client = await shell.client();
      await client.delete(`${pathOf(environment)}/${encodeURIComponent(id)}`);
      if (terminal.json) terminal.tell({ environment, id, takenBack: true });
      terminal.say(`Took ${id} back.`);
    });
}

function pathOf(environment: string): string {
  return `/v1/environments/${encodeURIComponent(environment)}/reservations`;
}

function showReservations(reservations: readonly ReservationAnswer[], paint: Paint): string {
  if (reservations.length === 0) return 'Nobody has reserved it.';
  const rows = reservations.map(({ id, release, startsAt, endsAt, by, reason, takenBackAt }) => [
    id,
    release,
    startsAt,
    endsAt,
    by.person ?? by.subject,
    takenBackAt === null ? reason : `taken back: ${reason}`,
  ]);
  return table(['id', 'for', 'from', 'until', 'by', 'reason'], rows, paint);
}

import { Argument, type Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type {
  CalendarEntriesAnswer,
  CalendarEntryAnswer,
  WindowAnswer,
} from '../http/calendar-answer.ts';
import type { Shell } from '../shell.ts';
import { showEntries, showWindow } from '../show/calendar.ts';

type NewEntry = Omit<CalendarEntryAnswer, 'id' | 'kind' | 'environments' | 'end'> & {
  readonly environment?: readonly string[];
  readonly end?: string;
};

export function addCalendar(root: Command, shell: Shell): void {
  const calendar = root
    .command('calendar')
    .description('Ask when releases may touch an environment, and open or freeze it by hand.');
  addEntries(calendar, shell);
  addCheck(calendar, shell);
  addNew(calendar, shell);
  addRemove(calendar, shell);
}

function addEntries(calendar: Command, shell: Shell): void {
  calendar
    .command('list')
    .description('List the entries of all calendars.')
    .action(async () => {
      const { terminal } = shell;
      const client = await shell.client();
      const answer = await client.get<CalendarEntriesAnswer>('/v1/calendar/entries');
      if (terminal.json) terminal.tell(answer);
      terminal.say(showEntries(answer.entries, terminal.paint));
    });
}

function addCheck(calendar: Command, shell: Shell): void {
  calendar
    .command('check')
    .description('Ask whether an environment is open. Ends with 1 when it is closed.')
    .argument('<environment>', 'name of the environment')
    .option('--at <instant>', 'RFC 3339; now when left out')
    .action(async (environment: string, { at }: { at?: string }) => {
      const { terminal } = shell;
      const client = await shell.client();
      const body = { environment, instant: at };
      const answer = await client.send<WindowAnswer>('POST', '/v1/calendar/check', body);
      if (terminal.json) terminal.tell(answer);
      terminal.say(showWindow(answer, terminal.paint));
      if (!answer.open) shell.exitCode = exitCodes.no;
    });
}

function addNew(calendar: Command, shell: Shell): void {
  calendar
    .command('add')
    .description('Open a window or freeze environments. Releases that wait look again at once.')
    .addArgument(new Argument('<kind>', 'what it does').choices(['allow', 'freeze']))
    .argument('<id>', 'id of the entry')
    .requiredOption('--title <text>', 'what people read')
    .requiredOption('--start <instant>', 'RFC 3339')
    .requiredOption('--owner <group>', 'whose people can lift it')
    .option('--end <instant>', 'RFC 3339; no known end when left out')
    .option('--environment <names...>', 'which it is about; all when left out')
    .action(async (kind: string, id: string, { environment, ...entry }: NewEntry) => {
      const { terminal } = shell;
      const body = { kind, id, environments: environment, ...entry };
      const client = await shell.client();
      const added = await client.send<CalendarEntryAnswer>('POST', '/v1/calendar/entries', body);
      if (terminal.json) terminal.tell(added);
      terminal.say(showEntries([added], terminal.paint));
    });
}

function addRemove(calendar: Command, shell: Shell): void {
  calendar
    .command('remove')
    .description('Remove an entry that was added by hand.')
    .argument('<id>', 'id of the entry')
    .action(async (id: string) => {
      const { terminal } = shell;
      const client = await shell.client();
      await client.delete(`/v1/calendar/entries/${encodeURIComponent(id)}`);
      if (terminal.json) terminal.tell({ id, removed: true });
      terminal.say(`Removed ${id}.`);
    });
}

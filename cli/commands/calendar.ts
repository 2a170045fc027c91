import { Argument, type Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type {
  CalendarEntriesAnswer,
  CalendarEntryAnswer,
  WindowAnswer,
} from '../http/calendar-answer.ts';
import type { Shell } from '../shell.ts';
import { showEntries, showWindow } from '../show/calendar.ts';

type Dimensions = 'environment' | 'region' | 'service' | 'team';

type NewEntry = Pick<CalendarEntryAnswer, 'title' | 'start' | 'owner' | 'timeZone' | 'rrule'> & {
  readonly [Dimension in Dimensions]?: readonly string[];
} & { readonly end?: string };

type CheckOptions = { readonly at?: string } & {
  readonly [Dimension in Exclude<Dimensions, 'environment'>]?: string;
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
    .option('--region <name>', 'where it stands')
    .option('--service <name>', 'which service would go there')
    .option('--team <name>', 'whose service it is')
    .action(async (environment: string, { at, ...scope }: CheckOptions) => {
      const { terminal } = shell;
      const client = await shell.client();
      const body = { environment, ...scope, instant: at };
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
    .addArgument(
      new Argument('<kind>', 'what it does').choices([
        'allow',
        'freeze',
        'blackout',
        'embargo',
        'maintenance',
      ]),
    )
    .argument('<id>', 'id of the entry')
    .requiredOption('--title <text>', 'what people read')
    .requiredOption('--start <time>', 'RFC 3339, or as the clocks of the zone show it')
    .requiredOption('--owner <group>', 'whose people can lift it')
    .option('--end <time>', 'as the start; no known end when left out')
    .option('--environment <names...>', 'which it is about; all when left out')
    .option('--region <names...>', 'where environments stand; all when left out')
    .option('--service <names...>', 'which services it is about; all when left out')
    .option('--team <names...>', 'whose services it is about; all when left out')
    .option('--time-zone <name>', 'IANA name of the zone whose clocks count')
    .option('--rrule <rule>', 'RFC 5545, such as FREQ=WEEKLY;BYDAY=FR')
    .action(async (kind: string, id: string, options: NewEntry) => {
      const { terminal } = shell;
      const { environment, region, service, team, ...entry } = options;
      const scope = { environments: environment, regions: region, services: service, teams: team };
      const body = { kind, id, ...scope, ...entry };
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

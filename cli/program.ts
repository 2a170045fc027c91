import { Command } from 'commander';
import { addAccess } from './commands/access.ts';
import { addAnalyse } from './commands/analyse.ts';
import { addApply } from './commands/apply.ts';
import { addApprovals } from './commands/approvals.ts';
import { addCalendar } from './commands/calendar.ts';
import { addCommand } from './commands/command.ts';
import { addCompletion } from './commands/completion.ts';
import { addApprove, addReject, addTakeBack } from './commands/decide.ts';
import { addDelegation } from './commands/delegation.ts';
import { addEvents } from './commands/events.ts';
import { addEvidence } from './commands/evidence.ts';
import { addList } from './commands/list.ts';
import { addLogin, addLogout } from './commands/login.ts';
import { addLowering } from './commands/lowering.ts';
import { parseSeconds } from './commands/parse-number.ts';
import { addPlan } from './commands/plan.ts';
import { addProgress } from './commands/progress.ts';
import { addProposal } from './commands/proposal.ts';
import { addRehearse } from './commands/rehearse.ts';
import { addReservation } from './commands/reservation.ts';
import { addRevise } from './commands/revise.ts';
import { addShow } from './commands/show.ts';
import { addStart } from './commands/start.ts';
import { addTask } from './commands/task.ts';
import { addUat } from './commands/uat.ts';
import { addVerify } from './commands/verify.ts';
import { addWatch } from './commands/watch.ts';
import { referenceOf } from './reference.ts';
import { Shell } from './shell.ts';

type Env = Readonly<Record<string, string | undefined>>;

const defaultTimeoutSeconds = 30;

const after = `
Exit codes:
  0  done, or the answer is yes
  1  the answer is no: refused, does not compile, broken, not released
  2  the command line or a file cannot be used; nothing was sent
  3  not signed in, or not allowed
  4  the server does not answer, or cannot now

Environment:
  TIDEGATE_URL    the server, where --url is not given
  TIDEGATE_TOKEN  the token, instead of a session
  NO_COLOR        no colours; there are none in piped output either`;

/** In the order in which a person meets them. */
const commands = [
  addLogin,
  addLogout,
  addApply,
  addProposal,
  addPlan,
  addLowering,
  addStart,
  addList,
  addShow,
  addWatch,
  addProgress,
  addApprovals,
  addApprove,
  addReject,
  addTakeBack,
  addRevise,
  addDelegation,
  addUat,
  addTask,
  addCommand,
  addEvents,
  addVerify,
  addEvidence,
  addCalendar,
  addReservation,
  addAccess,
  addRehearse,
  addAnalyse,
];

/** The whole command line. What its commands share is in the shell. */
export function createProgram(env: Env): { readonly root: Command; readonly shell: Shell } {
  const root = new Command('tidegate')
    .description('Release management over the HTTP API of Tidegate.')
    .option('--url <url>', 'address of the server')
    .option('--as <person>', 'speak as a person of the example, at a server of `npm start`')
    .option('--json', 'answer with JSON for programs; problems are JSON on standard error')
    .option(
      '--timeout <seconds>',
      'longest wait for an answer',
      parseSeconds,
      defaultTimeoutSeconds,
    )
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: nameAndArguments,
      subcommandDescription: firstSentence,
    })
    .showHelpAfterError('(--help says more)')
    .exitOverride()
    .addHelpText('after', after);
  const shell = new Shell(root, env);
  for (const add of commands) add(root, shell);
  addCompletion(root, env);
  root.command('reference', { hidden: true }).action(() => {
    process.stdout.write(referenceOf(root));
  });
  return { root, shell };
}

/** A list of commands says the least that tells them apart; each one's own help says the rest. */
function firstSentence(command: Command): string {
  return command
    .description()
    .replace(/(?<=[.:]) .*$/s, '')
    .replace(/[.:]$/, '');
}

function nameAndArguments(command: Command): string {
  const names = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), ...names].join(' ');
}

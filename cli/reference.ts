import type { Command } from 'commander';

/** The help of every command, one after the other, as Markdown. */
export function referenceOf(root: Command): string {
  return [
    '# The command line',
    '',
    'Made of the program’s own help by `npm run cli-reference`; change it there.',
    '',
    ...sectionsOf(root, ''),
  ].join('\n');
}

function sectionsOf(command: Command, before: string): readonly string[] {
  const name = `${before}${command.name()}`;
  const heading = before === '' ? [] : [`## ${name}`, ''];
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');
  return [
    ...heading,
    '```text',
    helpOf(command).trimEnd(),
    '```',
    '',
    ...below.flatMap((each) => sectionsOf(each, `${name} `)),
  ];
}

/** With what stands after the options too, and as wide as everywhere, whoever's terminal it is. */
function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => 100,
  });
  command.outputHelp();
  return help;
}

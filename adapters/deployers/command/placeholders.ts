import { closest } from 'fastest-levenshtein';

/** The commands that a person gives, and what each is for. */
export type CommandName = 'observe' | 'apply' | 'settle' | 'undo';

/** Argument lists, by what they are for. */
type Commands = Readonly<Partial<Record<CommandName, readonly string[]>>>;

/** What a placeholder can be replaced by, by its name. */
export type PlaceholderValues = Readonly<Partial<Record<Placeholder, string>>>;

/** Known wherever a command runs. */
const ALWAYS = ['environment', 'component', 'artifactDir'] as const;

/** Known only while an order is carried out, so `observe` cannot use them. */
const WITH_ORDER = [
  'version',
  'digest',
  'key',
  'fence',
  'artifactPath',
  'previous.version',
  'previous.digest',
] as const;

export type Placeholder = (typeof ALWAYS)[number] | (typeof WITH_ORDER)[number];

// A name begins with a letter, so that braces of other languages ({.items}, {}) pass untouched.
const PLACEHOLDER = /\{([A-Za-z][A-Za-z.]*)\}/g;

/** What is wrong with the placeholders of all commands, one sentence a problem. */
export function placeholderProblems(commands: Commands): readonly string[] {
  const everything: readonly string[] = [...ALWAYS, ...WITH_ORDER];
  return [
    ...problemsOf('observe', commands.observe ?? [], ALWAYS),
    ...problemsOf('apply', commands.apply ?? [], everything),
    ...problemsOf('settle', commands.settle ?? [], everything),
    ...problemsOf('undo', commands.undo ?? [], everything),
  ];
}

function problemsOf(
  name: CommandName,
  command: readonly string[],
  known: readonly string[],
): readonly string[] {
  return namesIn(command)
    .filter((used) => !known.includes(used))
    .map(
      (used) =>
        `\`${name}\` of the tool command uses the placeholder {${used}}, which is unknown there. ` +
        `Did you mean {${closest(used, [...known])}}? Known are ` +
        `${known.map((one) => `{${one}}`).join(', ')}.`,
    );
}

function namesIn(command: readonly string[]): readonly string[] {
  return command.flatMap((argument) =>
    [...argument.matchAll(PLACEHOLDER)].map(([, used]) => used ?? ''),
  );
}

/** Whether any of the commands uses that placeholder. */
export function mentions(commands: Commands, name: Placeholder): boolean {
  const { observe = [], apply = [], settle = [], undo = [] } = commands;
  return namesIn([...observe, ...apply, ...settle, ...undo]).includes(name);
}

/**
 * Replaces placeholders inside single arguments. A value never becomes two arguments, and a value
 * that looks like a placeholder is not replaced again.
 */
export function fillPlaceholders(
  command: readonly string[],
  values: PlaceholderValues,
): readonly string[] {
  const known = new Map<string, string>(Object.entries(values));
  return command.map((argument) =>
    argument.replace(PLACEHOLDER, (whole, name: string) => known.get(name) ?? whole),
  );
}

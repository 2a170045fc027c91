import { Liquid, type LiquidError } from 'liquidjs';
import type { FillIn, Wording } from '../domain/message/message.ts';
import { nameRemedy } from '../domain/plan/nearest-name.ts';

/** What needs no clock, no chance and no file: the same values always give the same text. */
const tags = ['assign', 'break', 'capture', 'case', 'comment', 'continue', 'for', 'if', 'unless'];
const filters = [
  'append',
  'capitalize',
  'default',
  'downcase',
  'first',
  'join',
  'last',
  'map',
  'newline_to_br',
  'plus',
  'prepend',
  'remove',
  'replace',
  'size',
  'slice',
  'sort',
  'split',
  'strip',
  'truncate',
  'uniq',
  'upcase',
  'where',
];

/** Counted and not timed: a limit in milliseconds would make a text depend on the machine. */
const limits = { templateLimit: 10_000, memoryLimit: 100_000 };

const engine = restrict(
  new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Nothing is read from the disk, whatever a template includes.
    templates: {},
    parseLimit: 20_000,
  }),
);

function restrict(liquid: Liquid): Liquid {
  for (const tag of Object.keys(liquid.tags)) if (!tags.includes(tag)) delete liquid.tags[tag];
  for (const filter of Object.keys(liquid.filters)) {
    if (!filters.includes(filter)) liquid.unregisterFilter(filter);
  }
  return liquid;
}

/** Policies from before there were templates write `{title}`. */
function asLiquid(text: string): string {
  return text.replaceAll(/(?<!\{)\{(release|title|environment|versions)\}(?!\})/g, '{{ $1 }}');
}

/** Fills both parts in. One that cannot be filled in stays as it is written, for people to see. */
export const fillIn: FillIn = ({ subject, text }, values) => {
  const fill = (template: string): string => {
    try {
      return String(engine.renderSync(engine.parse(asLiquid(template)), values, limits));
    } catch {
      return template;
    }
  };
  return { subject: fill(subject), text: fill(text) };
};

export type TemplateProblem = {
  readonly part: keyof Wording;
  /** What is wrong, where in the template, and what to do. */
  readonly message: string;
};

/**
 * Everything in a template that could not be filled in: what is no Liquid, and names that stand for
 * nothing, in branches too that are seldom taken. `known` are the names that will have a value.
 */
export function checkTemplate(
  wording: Partial<Wording>,
  known: readonly string[],
): readonly TemplateProblem[] {
  return Object.entries(wording).flatMap(([part, text]) =>
    messagesOf(text, known).map((message) => ({ part: part as keyof Wording, message })),
  );
}

function messagesOf(text: string, known: readonly string[]): readonly string[] {
  try {
    const { globals } = engine.parseAndAnalyzeSync(asLiquid(text));
    return Object.entries(globals)
      .filter(([name]) => !known.includes(name))
      .map(([name, places]) => {
        const { row = 1, col = 1 } = places[0]?.location ?? {};
        const remedy = nameRemedy(name, known, 'Nothing has a name here.');
        return `Nothing is called \`${name}\` (line ${row}, column ${col}). ${remedy}`;
      });
  } catch (error) {
    return [`This is no template: ${firstLine(error)}.`];
  }
}

function firstLine(error: unknown): string {
  const { message = 'it cannot be read' } = error as Partial<LiquidError>;
  return message.split('\n')[0] ?? message;
}

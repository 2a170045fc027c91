/** Which version of which component is asked about. */
export type MetricTarget = {
  readonly environment: string;
  readonly component: string;
  readonly digest: string;
  readonly version: string;
};

/** Placeholders that stand for text about the version, inside a quoted string of PromQL. */
const textPlaceholders = ['environment', 'component', 'digest', 'version'] as const;
type TextPlaceholder = (typeof textPlaceholders)[number];

const placeholder = /\{\{([^{}]*)\}\}/g;
/** A string in double or single quotes, one in backticks, or an unfinished one. */
const string = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|["'`]/gs;

/**
 * The query of one version: `{{environment}}`, `{{component}}`, `{{digest}}` and `{{version}}`
 * become text inside its strings, escaped for PromQL, and `{{window}}` a duration outside of them.
 * The template is one that `queryProblem` has found nothing wrong with.
 */
export function fillQuery(template: string, target: MetricTarget, windowMs: number): string {
  return template.replaceAll(placeholder, (whole, name: string) => {
    if (name === 'window') return `${windowMs}ms`;
    return isText(name) ? escaped(target[name]) : whole;
  });
}

/**
 * What is wrong with the template of a query, as a sentence with its remedy; null when nothing is.
 * What Prometheus makes of it nobody knows before it is asked; but a placeholder that is not filled
 * or that could become more than a text, and a query that asks both sides the same, are wrong
 * whatever is measured.
 */
export function queryProblem(template: string): string | null {
  const strings = [...template.matchAll(string)].map(([text], index) => ({ text, index }));
  if (strings.some(({ text }) => text.length === 1)) {
    return 'A string in the query has no end: close its quotes.';
  }
  const outside = template.replaceAll(string, '""');
  const inside = strings.map(({ text }) => text);
  const wrong =
    unknownIn(template) ??
    misplaced(outside, inside) ??
    (/[=!]~\s*(?:"[^"]*\{\{|'[^']*\{\{)/.test(template) ? asPattern : null);
  if (wrong !== null) return wrong;
  const names = namesIn(template);
  return names.includes('digest') || names.includes('version') ? null : sameForBoth;
}

const asPattern =
  'A placeholder stands in a pattern (=~ or !~), where its value would be one too: use = or !=.';
const sameForBoth =
  'The query asks the same of canary and baseline: select by {{digest}} or {{version}}.';

function unknownIn(template: string): string | null {
  const unknown = namesIn(template).find((name) => name !== 'window' && !isText(name));
  if (unknown === undefined) return null;
  const known = [...textPlaceholders, 'window'].map((name) => `{{${name}}}`).join(', ');
  return `Nothing is known as {{${unknown}}}: write one of ${known}.`;
}

function misplaced(outside: string, strings: readonly string[]): string | null {
  const bare = namesIn(outside).find(isText);
  if (bare !== undefined) {
    return `{{${bare}}} is text: put it between double quotes, such as ${bare}="{{${bare}}}".`;
  }
  const raw = strings.find((text) => text.startsWith('`') && namesIn(text).length > 0);
  if (raw !== undefined) return `In ${raw} nothing can be escaped: use double quotes.`;
  return strings.some((text) => namesIn(text).includes('window'))
    ? '{{window}} is a duration: write it between brackets, as in rate(requests_total[{{window}}]).'
    : null;
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name);
}

function isText(name: string): name is TextPlaceholder {
  return textPlaceholders.some((known) => known === name);
}

/** As Go reads strings, whose escapes PromQL has taken; these hold in either kind of quotes. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\x22`)
    .replaceAll("'", String.raw`\x27`)
    .replaceAll('\n', String.raw`\n`);
}

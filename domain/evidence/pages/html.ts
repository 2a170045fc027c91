/** Text that is HTML already. Only `html` makes it, so that nothing reaches a page unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | null | readonly Value[];

/** A piece of HTML. Every value in it is escaped unless it is a piece itself; null is nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  const parts = literals.map((literal, index) =>
    index === 0 ? literal : `${textOf(values[index - 1] ?? null)}${literal}`,
  );
  return new Html(parts.join(''));
}

function textOf(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What is no character to read, or turns the order of those around it. */
const unreadable = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu;

/** Whatever a person wrote, as text of a page or as the value of a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(unreadable, '\u{FFFD}')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

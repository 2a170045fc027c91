import { type Html, html } from './html.ts';

const style = html`
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 78rem; padding: 0 1rem;
    color: #111; background: #fff }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
  th, td { border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top;
    overflow-wrap: anywhere }
  th { background: #eee; overflow-wrap: normal }
  td { min-width: 5rem }
  .missing { border: 4px solid #a00; padding: .5rem 1rem; background: #fee }
  .whole { border: 2px solid #060; padding: .5rem 1rem }
  .id { font-family: ui-monospace, monospace; font-size: .85em }
`;

/** A page that any browser shows offline. It runs no script and loads nothing. */
export function page(title: string, body: readonly Html[]): string {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
  return text;
}

/** A heading with what stands below it; what has no rows says so in a sentence. */
export function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (Html | string | number | null)[])[],
  whenEmpty: string,
): Html {
  if (rows.length === 0) return html`<h2>${title}</h2>\n<p>${whenEmpty}</p>\n`;
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`);
  const shown = rows.map(
    (cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
  );
  return html`<h2>${title}</h2>
<table><thead><tr>${heads}</tr></thead>
<tbody>
${shown}</tbody></table>
`;
}

/** Short texts below each other in one cell. */
export function lines(texts: readonly string[]): Html {
  return html`${texts.map((text, index) => (index === 0 ? html`${text}` : html`<br>${text}`))}`;
}

/** An id or digest. */
export function id(text: string | null): Html {
  return text === null ? html`–` : html`<span class="id">${text}</span>`;
}

/** Control characters but line break and tab, and characters that turn the direction of writing. */
const hidden = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The same answer with nothing in its texts that could steer a terminal: titles and reasons are
 * written by people and tools, and a terminal obeys whatever it is shown.
 */
export function readable<Answer>(answer: Answer): Answer {
  return clean(answer) as Answer;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(hidden, '');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member)]));
}

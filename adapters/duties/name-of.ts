import type { NamedPolicy } from '../../domain/duties/read-answers.ts';
import type { Cedar } from './load-cedar.ts';

/** What the annotations of one policy call it, and the reason that they give. */
export function nameOf(cedar: Cedar, policy: string): NamedPolicy {
  const read = cedar.policyToJson(policy);
  if (read.type === 'failure') return { id: null, reason: null };
  const { id, reason } = read.json.annotations ?? {};
  return { id: filled(id), reason: filled(reason) };
}

/** An annotation without a value reads as an empty text. */
function filled(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}

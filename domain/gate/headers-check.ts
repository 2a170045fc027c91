import type { HeadersCheck, RequiredHeader } from '../plan/validation-check.ts';
import type { AnswerWithHeaders, Gate } from './gate.ts';

/**
 * Passes when the page was there and its headers say all that they have to and nothing that they
 * must not. Another page than the one that was meant proves nothing.
 */
export const judgeHeadersCheck: Gate<HeadersCheck, AnswerWithHeaders> = (check, answer) => {
  const { url, status, headers } = answer;
  const { expectStatus, strictTransportMs, require, forbid } = check;
  if (status !== expectStatus) {
    const met = status === null ? 'gave no answer' : `answered ${status}`;
    const reason = `${url} ${met} in place of ${expectStatus}: its headers say nothing.`;
    return { verdict: 'inconclusive', reason };
  }
  const wrong = [
    ...(strictTransportMs === undefined ? [] : strictTransportProblems(headers, strictTransportMs)),
    ...require.flatMap((required) => problemsOf(required, headers)),
    ...forbid
      .filter((name) => headers[name.toLowerCase()] !== undefined)
      .map((name) => `${name} tells strangers too much: leave it out.`),
  ];
  if (wrong.length > 0) return { verdict: 'fail', reason: `${url}: ${wrong.join(' ')}` };
  return { verdict: 'pass', reason: `${url} tells browsers all that it has to.` };
};

const strictTransport = 'Strict-Transport-Security';

/**
 * Browsers read the first such header, its directives in any case and order, and a `max-age` of 0
 * takes the rule back: RFC 6797, sections 6.1 and 8.1.
 */
function strictTransportProblems(
  headers: AnswerWithHeaders['headers'],
  leastMs: number,
): readonly string[] {
  const [first = ''] = (headers[strictTransport.toLowerCase()] ?? '').split(',');
  const ages = first
    .split(';')
    .flatMap((part) => /^\s*max-age\s*=\s*"?(\d+)"?\s*$/i.exec(part)?.[1] ?? []);
  const [age] = ages;
  const leastSeconds = Math.ceil(leastMs / 1000);
  const remedy = `Send \`${strictTransport}: max-age=${leastSeconds}\` or more.`;
  if (age === undefined || ages.length > 1) return [`It has no ${strictTransport}. ${remedy}`];
  if (Number(age) >= leastSeconds) return [];
  return [`${strictTransport} holds for ${age} s alone. ${remedy}`];
}

function problemsOf(
  { header, equals, contains = [], lacks = [] }: RequiredHeader,
  headers: AnswerWithHeaders['headers'],
): readonly string[] {
  const value = headers[header.toLowerCase()]?.trim().toLowerCase() ?? '';
  if (value === '') return [`It has no ${header}: send it.`];
  const isOther = equals !== undefined && value !== equals.toLowerCase();
  return [
    ...(isOther ? [`${header} is \`${value}\` and not \`${equals}\`.`] : []),
    ...contains
      .filter((part) => !value.includes(part.toLowerCase()))
      .map((part) => `${header} does not say \`${part}\`.`),
    ...lacks
      .filter((part) => value.includes(part.toLowerCase()))
      .map((part) => `${header} says \`${part}\`, which it must not.`),
  ];
}

import type { DetailedError, ValidationAnswer } from '@cedar-policy/cedar-wasm/nodejs';
import type { DutyMistake } from '../../activities/ports/duties.ts';
import { dutySchema } from '../../domain/duties/duty-set.ts';
import type { Cedar } from './load-cedar.ts';
import { nameOf } from './name-of.ts';

/** A mistake at an offset of the text, in UTF-16 units. */
type Found = Omit<DutyMistake, 'line' | 'column'> & { readonly offset: number };

/**
 * What is wrong with a set of policies. What Cedar only warns of counts as wrong: a `forbid` that
 * can never match is a rule that somebody believes in and that does not hold.
 */
export function checkPolicies(cedar: Cedar, policies: string): readonly DutyMistake[] {
  return findMistakes(cedar, policies).map(({ offset, ...mistake }) => {
    const before = policies.slice(0, offset).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return { ...mistake, line: before.length, column };
  });
}

function findMistakes(cedar: Cedar, policies: string): readonly Found[] {
  // Cedar parses by recursion, and what overflows its stack would take the process with it.
  const nesting = tooDeepAt(policies);
  if (nesting !== null) return [tooDeep(nesting)];
  const parts = cedar.policySetTextToParts(policies);
  if (parts.type === 'failure') {
    return parts.errors.map((error) => fromCedar('duty-syntax', error, policies));
  }
  const [template] = parts.policy_templates;
  if (template !== undefined) return [templateAt(policies.indexOf(template))];
  const named = checkNames(cedar, policies, parts.policies);
  const isPermitting = parts.policies.some((text) => isPermit(cedar, text));
  if (!isPermitting) return [...named, permitsNothing];
  return [...named, ...checkSchema(cedar, policies)];
}

function checkSchema(cedar: Cedar, policies: string): readonly Found[] {
  const answer = cedar.validate({
    validationSettings: { mode: 'strict' },
    schema: dutySchema,
    policies: { staticPolicies: policies },
  });
  const found = errorsOf(answer).map((error) => fromCedar('duty-schema', error, policies));
  // The same place is reported once for every action that a policy is about.
  return [...new Map(found.toReversed().map((each) => [each.offset, each])).values()].toReversed();
}

/** Warnings follow from errors, and are only read where there are none. */
function errorsOf(answer: ValidationAnswer): readonly DetailedError[] {
  if (answer.type === 'failure') return answer.errors;
  const { validationErrors, validationWarnings } = answer;
  const found = validationErrors.length > 0 ? validationErrors : validationWarnings;
  return found.map(({ error }) => error);
}

function fromCedar(code: string, error: DetailedError, policies: string): Found {
  const [location] = error.sourceLocations ?? [];
  const hints = [error.help, location?.label].filter((hint) => typeof hint === 'string');
  return {
    code,
    message: sentence(error.message.replace(/^for policy `[^`]*`, /, '')),
    remedy:
      hints.length === 0
        ? 'Compare it with what docs/how-to/keep-duties-apart.md says that policies may speak of.'
        : sentence(hints.join('; ')),
    offset: toUnits(policies, location?.start ?? 0),
  };
}

/** Cedar counts bytes of UTF-8. */
function toUnits(policies: string, bytes: number): number {
  return Buffer.from(policies, 'utf8').subarray(0, bytes).toString('utf8').length;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/[.]?$/, '.')}`;
}

const idPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

function checkNames(cedar: Cedar, policies: string, parts: readonly string[]): readonly Found[] {
  const known = new Set<string>();
  return placed(policies, parts).flatMap(({ text, offset }): Found[] => {
    const { id, reason } = nameOf(cedar, text);
    if (id === null || !idPattern.test(id)) return [unnamed(offset)];
    if (reason === null) return [unreasoned(id, offset)];
    if (known.has(id)) return [namedTwice(id, offset)];
    known.add(id);
    return [];
  });
}

/** The policies in the order of the text; two that read alike stand at different places. */
function placed(policies: string, parts: readonly string[]) {
  const next = new Map<string, number>();
  return parts
    .map((text) => {
      const offset = policies.indexOf(text, next.get(text) ?? 0);
      next.set(text, offset + 1);
      return { text, offset: Math.max(offset, 0) };
    })
    .toSorted((one, other) => one.offset - other.offset);
}

function isPermit(cedar: Cedar, policy: string): boolean {
  const read = cedar.policyToJson(policy);
  return read.type === 'success' && read.json.effect === 'permit';
}

const depthLimit = 50;

/** Where brackets are nested deeper than anybody writes, whatever they stand in. */
function tooDeepAt(policies: string): number | null {
  let depth = 0;
  for (let offset = 0; offset < policies.length; offset += 1) {
    const character = policies.charAt(offset);
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth > depthLimit) return offset;
  }
  return null;
}

function tooDeep(offset: number): Found {
  return {
    code: 'duty-syntax',
    message: `Brackets are nested deeper than ${depthLimit} levels from here.`,
    remedy: 'Split the policy into several.',
    offset,
  };
}

function templateAt(offset: number): Found {
  return {
    code: 'duty-template',
    message: 'This policy is a template, which names nobody and decides nothing.',
    remedy: 'Write the person or group in the place of `?principal` and `?resource`.',
    offset,
  };
}

function unnamed(offset: number): Found {
  return {
    code: 'duty-unnamed',
    message: 'This policy has no usable name, so that no refusal could say which one refused.',
    remedy: 'Write `@id("four-eyes")` before it: lower-case letters, digits and hyphens, up to 63.',
    offset,
  };
}

function unreasoned(id: string, offset: number): Found {
  return {
    code: 'duty-unreasoned',
    message: `The policy \`${id}\` gives no reason to those whom it refuses.`,
    remedy: 'Write `@reason("…")` before it: a sentence for the person who is refused.',
    offset,
  };
}

function namedTwice(id: string, offset: number): Found {
  return {
    code: 'duplicate-name',
    message: `Another policy is called \`${id}\` already.`,
    remedy: 'Rename or remove one of the two.',
    offset,
  };
}

const permitsNothing: Found = {
  code: 'duty-permits-nothing',
  message: 'No policy permits anything, so that nobody could ever decide.',
  remedy:
    'Add `@id("others") @reason("Others may act.") permit (principal, action, resource);`: what ' +
    'forbids wins over it.',
  offset: 0,
};

import type { z } from 'zod';
import { nameRemedy } from '../domain/plan/nearest-name.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Finding, Path } from './problem.ts';
import { descriptionOf, keysOf, memberAt, schemaAt } from './schema-at.ts';

type Issue = z.core.$ZodIssue;
type Place = {
  readonly path: Path;
  readonly found: unknown;
  readonly schemas: readonly JsonSchema[];
};

/**
 * What a schema's complaint means to the person who wrote the document: one finding for each
 * mistake.
 */
export function describeIssue(issue: Issue, root: JsonSchema, value: unknown): readonly Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const place = { path, found: memberAt(value, path), schemas: schemaAt(root, value, path) };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, place));
    case 'invalid_key':
      return [invalidKey(issue, place)];
    case 'invalid_value':
      return [notAmong(issue.values.map(String), place)];
    case 'invalid_union':
      return [notAmong(optionsOf(issue), place)];
    case 'invalid_type':
      return [place.found === undefined ? missing(place) : wrongType(issue, place)];
    case 'custom':
      return [custom(issue, place)];
    default:
      return [invalid(issue.message, place)];
  }
}

function unknownKey(key: string, { path, schemas }: Place): Finding {
  return {
    code: 'unknown-key',
    message: `\`${shorten(key)}\` is not a key that is known here.`,
    remedy: nameRemedy(key, keysOf(schemas), 'Remove it: no key is known here.'),
    path: [...path, key],
    at: 'key',
  };
}

function invalidKey(issue: Extract<Issue, { code: 'invalid_key' }>, place: Place): Finding {
  const key = String(place.path.at(-1));
  const names = keysOf(place.schemas);
  const reason = issue.issues[0]?.message ?? 'It is not a valid name.';
  return {
    code: names.length > 0 ? 'unknown-key' : 'invalid-key',
    message: `\`${shorten(key)}\` cannot stand here as a key. ${reason}`,
    remedy: nameRemedy(key, names, 'Rename it, here and wherever it is referred to.'),
    path: place.path,
    at: 'key',
  };
}

function notAmong(options: readonly string[], place: Place): Finding {
  if (place.found === undefined) return missing(place, options);
  return {
    code: 'invalid-value',
    message: `Expected ${listed(options)}, but found ${shown(place.found)}.`,
    remedy: nameRemedy(textOf(place.found), options, remedyFrom(place)),
    path: place.path,
    at: 'value',
  };
}

function missing(place: Place, options: readonly string[] = []): Finding {
  const key = place.path.at(-1);
  const choice = options.length > 0 ? `Write ${listed(options)}.` : '';
  return {
    code: 'missing-key',
    message: key === undefined ? 'There is nothing here.' : `\`${key}\` is missing.`,
    remedy: [`Add \`${key ?? 'apiVersion'}\`.`, descriptionOf(place.schemas), choice]
      .filter((part) => part !== '')
      .join(' '),
    path: place.path,
    at: 'value',
  };
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, place: Place): Finding {
  const own = issue.message.startsWith('Invalid input') ? '' : `${issue.message} `;
  const expected = typeNames[issue.expected] ?? `a value of type ${issue.expected}`;
  const quote = issue.expected === 'string' && fitsInQuotes(place);
  return {
    code: 'wrong-type',
    message: `${own}Expected ${expected}, but found ${shown(place.found)}.`,
    remedy: quote ? 'Put it in quotes, so that YAML reads a text.' : remedyFrom(place),
    path: place.path,
    at: 'value',
  };
}

function custom(issue: Extract<Issue, { code: 'custom' }>, place: Place): Finding {
  const code: unknown = issue.params?.['code'];
  const remedy: unknown = issue.params?.['remedy'];
  if (typeof code !== 'string' || typeof remedy !== 'string') return invalid(issue.message, place);
  return { code, message: issue.message, remedy, path: place.path, at: 'value' };
}

function invalid(message: string, place: Place): Finding {
  return {
    code: 'invalid-value',
    message: `${message.replace(/[.]?$/, '.')} Found: ${shown(place.found)}.`,
    remedy: remedyFrom(place),
    path: place.path,
    at: 'value',
  };
}

function optionsOf(issue: Extract<Issue, { code: 'invalid_union' }>): readonly string[] {
  const options: unknown = 'options' in issue ? issue.options : [];
  return Array.isArray(options) ? options.map(String) : [];
}

function remedyFrom({ schemas }: Place): string {
  const description = descriptionOf(schemas);
  return description === '' ? 'Write what is expected here.' : `Belongs here: ${description}`;
}

/**
 * Whether YAML made something else of what would have been a good text, such as the version `1.0`.
 */
function fitsInQuotes({ found, schemas }: Place): boolean {
  if (typeof found !== 'number' && typeof found !== 'boolean') return false;
  return schemas.every(({ pattern }) => pattern === undefined || RegExp(pattern).test(`${found}`));
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'keys with values';
  if (typeof value === 'string') return `the text \`${shorten(value)}\``;
  return `\`${textOf(value)}\``;
}

/** Plain values as they are written; lists and keys have no short form. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

function listed(options: readonly string[]): string {
  const quoted = options.map((option) => `\`${option}\``);
  return quoted.length <= 1 ? quoted.join('') : `one of ${quoted.join(', ')}`;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 63 ? `${line.slice(0, 60)}…` : line;
}

import { nameRemedy } from '../domain/plan/nearest-name.ts';
import { checkValue } from './check-value.ts';
import { describeIssue } from './describe-issue.ts';
import { apiVersion, type Kind, kinds } from './document.ts';
import { type Document, type DocumentOf, understand } from './documents.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { limits } from './nesting.ts';
import { type DocumentProblem, type Finding, type Locate, toProblems } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { memberAt } from './schema-at.ts';

export type Parsed<Understood = Document> =
  | { readonly document: Understood; readonly locate: Locate | null }
  | { readonly problems: readonly DocumentProblem[] };

/**
 * Reads the text of a YAML or JSON file as one document. Gives what it means, or every problem at
 * once, each with file, line and column. Never throws, whatever the text holds.
 */
export function parseDocument(text: string, file: string): Parsed {
  const read = readYaml(text, limits);
  if ('findings' in read) return { problems: toProblems(read.findings, file, read.locate) };
  return understandValue(read.value, file, read.locate);
}

/** Understands a value that came without a text, such as the body of a request. Never throws. */
export function parseValue(value: unknown): Parsed {
  return understandValue(value, null, null);
}

/** A value as a document of one kind: of any other it says so. Never throws. */
export function parseValueAs<Wanted extends Kind>(
  kind: Wanted,
  value: unknown,
): Parsed<DocumentOf<Wanted>> {
  const parsed = parseValue(value);
  if ('problems' in parsed) return parsed;
  const { document, locate } = parsed;
  if (isKind(document, kind)) return { document, locate };
  return { problems: toProblems([otherKind(kind, document.kind)], null, null) };
}

function isKind<Wanted extends Kind>(
  document: Document,
  kind: Wanted,
): document is DocumentOf<Wanted> {
  return document.kind === kind;
}

function understandValue(value: unknown, file: string | null, locate: Locate | null): Parsed {
  const bounds = checkValue(value, limits);
  if (bounds.length > 0) return { problems: toProblems(bounds, file, locate) };
  const kind = kinds.find((known) => known === memberAt(value, ['kind']));
  if (kind === undefined) return { problems: toProblems(frameFindings(value), file, locate) };
  const understood = understand(kind, value);
  if ('document' in understood) return { document: understood.document, locate };
  const schema = jsonSchemaOf(kind);
  const findings = understood.error.issues.flatMap((issue) => describeIssue(issue, schema, value));
  return { problems: toProblems(findings, file, locate) };
}

/** Without a known kind there is no schema to hold the rest against. */
function frameFindings(value: unknown): readonly Finding[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [noDocument];
  const kind = memberAt(value, ['kind']);
  const version = memberAt(value, ['apiVersion']);
  const findings: Finding[] = [unknownKind(kind)];
  if (version !== apiVersion) findings.unshift(unknownVersion);
  return findings;
}

const noDocument: Finding = {
  code: 'wrong-type',
  message: 'A document consists of keys with values.',
  remedy: 'Begin with `apiVersion`, `kind`, `metadata` and `spec`.',
  path: [],
  at: 'value',
};

const unknownVersion: Finding = {
  code: 'unknown-api-version',
  message: `\`apiVersion\` is not \`${apiVersion}\`.`,
  remedy: `Write \`apiVersion: ${apiVersion}\`.`,
  path: ['apiVersion'],
  at: 'value',
};

function unknownKind(kind: unknown): Finding {
  const isText = typeof kind === 'string';
  return {
    code: 'unknown-kind',
    message: isText
      ? `There is no kind \`${kind.slice(0, 63)}\`.`
      : '`kind` is missing or no text.',
    remedy: nameRemedy(isText ? kind : '', kinds, ''),
    path: ['kind'],
    at: 'value',
  };
}

function otherKind(wanted: Kind, found: Kind): Finding {
  return {
    code: 'other-kind',
    message: `Expected a document of kind \`${wanted}\`, but this one is a \`${found}\`.`,
    remedy: `Send a document with \`kind: ${wanted}\`.`,
    path: ['kind'],
    at: 'value',
  };
}

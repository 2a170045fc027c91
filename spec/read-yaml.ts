import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { findDuplicateKeys } from './find-duplicate-keys.ts';
import { locateIn } from './locate-in.ts';
import { type Limits, nestingOf } from './nesting.ts';
import type { Finding, Locate } from './problem.ts';

/** What a text holds, and where each part of it stands; or the findings when it is no such text. */
export type ReadText =
  | { readonly value: unknown; readonly locate: Locate }
  | { readonly findings: readonly Finding[]; readonly locate: Locate };

/**
 * Reads one YAML 1.2 document; JSON is a part of YAML 1.2. The text is bounded before it is
 * composed, because composing recurses and takes its time: characters first, then the pieces they
 * form, then the depth of the flat stream of tokens. Never throws.
 */
export function readYaml(text: string, limits: Limits): ReadText {
  const start: Locate = () => ({ line: 1, column: 1 });
  if (text.length > limits.characters) return { findings: [tooLarge(text, limits)], locate: start };
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines, limits);
  if (tokens === null) return failure(tooMany(limits), 0, lines);
  const deepest = nestingOf(tokens, limits.depth);
  if (deepest !== null) return failure(tooDeep(limits), deepest, lines);
  return compose(tokens, text, lines);
}

/** The tokens of a text, or null as soon as it has too many pieces. */
function tokensOf(text: string, lines: LineCounter, limits: Limits): readonly CST.Token[] | null {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes > limits.lexemes) return null;
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  return tokens;
}

function compose(tokens: readonly CST.Token[], text: string, lines: LineCounter): ReadText {
  const composer = new Composer({ uniqueKeys: false, stringKeys: true, logLevel: 'silent' });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined) return failure(empty, 0, lines);
  if (second !== undefined) return failure(several, second.range[0], lines);
  const findings = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    finding: syntaxFinding(code, message),
    offset: pos[0],
  }));
  findings.push(...findDuplicateKeys(document));
  if (findings.length > 0) return failures(findings, lines);
  return toValue(document, text, lines);
}

function toValue(document: Document.Parsed, text: string, lines: LineCounter): ReadText {
  const locate = locateIn(document, text, lines);
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), locate };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    return { findings: [syntaxFinding('BAD_ALIAS', reason)], locate };
  }
}

function failure(finding: Finding, offset: number, lines: LineCounter): ReadText {
  return failures([{ finding, offset }], lines);
}

/**
 * Findings of syntax have no path yet; each gets a path of its own, by which its place is found
 * again.
 */
function failures(
  found: readonly { finding: Finding; offset: number }[],
  lines: LineCounter,
): ReadText {
  const offsets = new Map(found.map(({ finding, offset }) => [finding.path, offset]));
  const locate: Locate = (path) => {
    const { line, col } = lines.linePos(offsets.get(path) ?? 0);
    return { line, column: col };
  };
  return { findings: found.map(({ finding }) => finding), locate };
}

function syntaxFinding(code: string, message: string): Finding {
  const [headline = ''] = message.split('\n');
  return {
    code: code === 'BAD_ALIAS' ? 'bad-alias' : 'syntax',
    message: `This is not YAML that can be read: ${headline.slice(0, 200).replace(/[.:]?$/, '.')}`,
    remedy: 'Correct the text at this place; indentation, quotes and colons are the usual causes.',
    path: [],
    at: 'value',
  };
}

function tooLarge(text: string, limits: Limits): Finding {
  return {
    code: 'too-large',
    message: `The document has ${text.length} characters; at most ${limits.characters} are read.`,
    remedy: 'Split it into several documents, or leave out what does not belong to it.',
    path: [],
    at: 'value',
  };
}

function tooMany(limits: Limits): Finding {
  return {
    code: 'too-large',
    message: `The document has more than ${limits.lexemes} words and marks.`,
    remedy: 'Split it into several documents, or leave out what does not belong to it.',
    path: [],
    at: 'value',
  };
}

function tooDeep(limits: Limits): Finding {
  return {
    code: 'too-deep',
    message: `The document is nested deeper than ${limits.depth} levels from here.`,
    remedy: 'Flatten it: no document of Tidegate needs so many levels.',
    path: [],
    at: 'value',
  };
}

const empty: Finding = {
  code: 'empty',
  message: 'There is no document in this text.',
  remedy: 'Begin with `apiVersion`, `kind`, `metadata` and `spec`.',
  path: [],
  at: 'value',
};

const several: Finding = {
  code: 'several-documents',
  message: 'A second document begins here; a file holds one.',
  remedy: 'Put each document into a file of its own.',
  path: [],
  at: 'value',
};

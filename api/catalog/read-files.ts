import { Parser } from 'yaml';
import { z } from 'zod';
import type { FileDocument } from '../../records/applied-files.ts';
import { parseDocument } from '../../spec/parse-document.ts';
import type { ReadFile } from '../../spec/read-directory.ts';
import type { BodyReader } from '../http/body-reader.ts';
import { checkContent } from '../http/check-content.ts';
import { readJson } from '../http/read-json.ts';
import { placesOf } from '../plans/places.ts';
import type { ProblemPlace } from '../problem.ts';
import { checkSchema } from '../problems/check-schema.ts';
import { invalidDocument } from '../problems/invalid-document.ts';

const filesSchema = z
  .strictObject({
    documents: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(200).describe('The file’s name, for problems.'),
          text: z.string().describe('The file’s text: YAML or JSON.'),
        }),
      )
      .min(1, 'Send at least one document.')
      .max(200),
  })
  .meta({ id: 'ApplyRequest' });

/**
 * Files of catalog, policies, calendars and duties: as JSON, or as one YAML text with `---` between
 * them.
 */
export const filesBody: BodyReader<readonly ReadFile[]> = {
  content: {
    'application/json': { schema: filesSchema },
    'application/yaml': {
      schema: { type: 'string', description: 'Documents with `---` between them.' },
    },
  },
  read({ mediaType, text }) {
    if (mediaType === 'application/yaml') return readFiles(splitYaml(text));
    return readFiles(checkSchema(filesSchema, readJson(text), 'invalid-body').documents);
  },
};

/** Reads files as documents. Throws a `Problem` that names every wrong place of every file. */
function readFiles(
  files: readonly { readonly name: string; readonly text: string }[],
): readonly ReadFile[] {
  const read: ReadFile[] = [];
  const errors: ProblemPlace[] = [];
  for (const { name, text } of files) {
    const parsed = parseDocument(text, name);
    if ('problems' in parsed) errors.push(...placesOf(parsed.problems, ''));
    else read.push({ file: name, ...parsed });
  }
  for (const { document } of read) checkContent(document.content);
  errors.push(...read.filter(({ document }) => document.kind === 'Release').map(releaseHere));
  if (errors.length > 0) throw invalidDocument(errors);
  return read;
}

/** What a file applies. Files that hold a release apply nothing. */
export function toApplied({ document }: ReadFile): readonly FileDocument[] {
  switch (document.kind) {
    case 'Catalog':
      return [{ kind: document.kind, name: document.name, document: document.content }];
    case 'Policy':
      return [{ kind: document.kind, name: document.name, document: document.content }];
    case 'Calendar':
      return [{ kind: document.kind, name: document.name, document: document.content }];
    case 'Portfolio':
      return [{ kind: document.kind, name: document.name, document: document.content }];
    case 'Audience':
      return [{ kind: document.kind, name: document.name, document: document.content }];
    case 'Duties':
      return [{ kind: document.kind, name: document.name, document: document.content }];
    case 'Release':
      return [];
  }
}

/**
 * One text for each document. What stands before it becomes empty lines, so that line numbers stay
 * true.
 */
function splitYaml(text: string): { name: string; text: string }[] {
  const starts = [...new Parser().parse(text)].flatMap((token) =>
    token.type === 'document' ? [token.offset] : [],
  );
  return starts.map((start, index) => {
    const linesBefore = text.slice(0, start).split('\n').length - 1;
    const part = text.slice(start, starts[index + 1]);
    return { name: `document ${index + 1}`, text: '\n'.repeat(linesBefore) + part };
  });
}

function releaseHere({ file }: ReadFile): ProblemPlace {
  return {
    code: 'wrong-kind',
    pointer: '/kind',
    file,
    message: `${file} holds a release; here catalog, policies, calendars and duties are applied.`,
    remedy: 'Leave it out, and send it to POST /v1/plans.',
  };
}

import { jsonSchemaOf } from '../../spec/json-schema.ts';
import { type Parsed, parseDocument, parseValue } from '../../spec/parse-document.ts';
import type { BodyReader } from '../http/body-reader.ts';
import { checkContent } from '../http/check-content.ts';
import { readJson } from '../http/read-json.ts';
import { invalidDocument } from '../problems/invalid-document.ts';
import { placesOf } from './places.ts';
import type { WrittenRelease } from './written-release.ts';

const { $id: _id, $schema: _schema, ...releaseSchema } = jsonSchemaOf('Release');

/** The JSON Schema of a `kind: Release` document, for the reference. */
const releaseDocumentSchema: Readonly<Record<string, unknown>> = releaseSchema;

const description = 'A document of `kind: Release`.';

/** A whole release document as the body: JSON, or YAML as it lies in a file. */
export const releaseBody: BodyReader<WrittenRelease> = {
  content: {
    'application/json': { schema: releaseDocumentSchema },
    'application/yaml': { schema: { type: 'string', description } },
  },
  read({ mediaType, text }) {
    // Strict JSON first: what is called JSON is not read as the YAML that it also might be.
    if (mediaType === 'application/json') readJson(text);
    return releaseOf(parseDocument(text, ''), '');
  },
};

/** A release document inside a JSON body: as a value, or as the text of a YAML file. */
export function readWrittenRelease(value: unknown, at: string): WrittenRelease {
  if (typeof value === 'string') return releaseOf(parseDocument(value, ''), at);
  return releaseOf(parseValue(value), at);
}

function releaseOf(parsed: Parsed, at: string): WrittenRelease {
  if ('problems' in parsed) throw invalidDocument(placesOf(parsed.problems, at));
  const { document, locate } = parsed;
  checkContent(document.content);
  if (document.kind === 'Release') return { document, locate, at };
  const message = `Expected a document of kind Release, but found one of kind ${document.kind}.`;
  const remedy = 'Send the release here, and apply the other kinds with PUT /v1/catalog.';
  throw invalidDocument([{ code: 'wrong-kind', pointer: `${at}/kind`, message, remedy }]);
}

import express, { type Request, type Response } from 'express';
import { Problem } from '../problem.ts';
import type { BodyReader, RawBody } from './body-reader.ts';
import { passThrough } from './pass-through.ts';

/** 1 MB, as the documents say. */
const bodyLimitBytes = 1_000_000;

const empty: RawBody = { mediaType: '', text: '' };
/** Compressed bodies are not read: a small one could become a large one. */
const readBytes = express.raw({ type: () => true, limit: bodyLimitBytes, inflate: false });

/**
 * The body of a request for an endpoint that reads these media types. Throws a `Problem`: 415
 * before anything is read, 413 before anything is parsed.
 */
export async function readBody(
  request: Request,
  response: Response,
  reader: BodyReader<unknown>,
): Promise<RawBody> {
  const known = Object.keys(reader.content);
  if (known.length === 0) return empty;
  const mediaType = request.is(known);
  if (mediaType === false) throw otherType(request, known);
  await passThrough(readBytes, request, response);
  const bytes: unknown = request.body;
  return {
    mediaType: mediaType ?? '',
    text: bytes instanceof Uint8Array ? decode(bytes) : '',
  };
}

function otherType(request: Request, known: readonly string[]): Problem {
  const found = request.headers['content-type'] ?? 'nothing';
  return unsupported(`The header \`Content-Type\` says ${found}; ${known.join(' or ')} is read.`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unsupported('The body is not UTF-8 text.');
  }
}

function unsupported(detail: string): Problem {
  return new Problem('unsupported-media-type', { detail });
}

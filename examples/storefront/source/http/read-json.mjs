import { Problem } from './problem.mjs';

const BODY_LIMIT_BYTES = 16_384;

/** The JSON body of a request. Throws a `Problem` when it is too long or not JSON. */
export async function readJson(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) {
      throw new Problem(413, 'body-too-large', `A body has at most ${BODY_LIMIT_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Problem(400, 'not-json', 'The body is not JSON.');
  }
}

import { BadPageToken } from '../../records/reads/page-token.ts';
import { Problem } from '../problem.ts';

/** Reads a page, and says of a token that this server did not give out that it is none. */
export async function readingPage<Page>(read: Promise<Page>): Promise<Page> {
  return read.catch((error: unknown) => {
    if (!(error instanceof BadPageToken)) throw error;
    const message = error.message;
    const remedy = 'Send `nextPageToken` of the page before unchanged, or leave it out.';
    throw new Problem('invalid-request', {
      detail: message,
      errors: [{ code: 'invalid-value', pointer: '/pageToken', message, remedy }],
    });
  });
}

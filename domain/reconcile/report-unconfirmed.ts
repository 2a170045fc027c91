import type { Report } from './report.ts';

/** Duties behind which no second person stands. `why` is the rest of a sentence. */
export function reportUnconfirmed(why: string): Report {
  return {
    id: 'files/unconfirmed duties',
    kind: 'files/unconfirmed',
    release: null,
    environment: null,
    message: `The duties that are applied do not count: ${why}. Nobody may act on any release.`,
    remedy:
      'Find out who wrote to the records. Propose the duties anew with a change ' +
      '(PUT /v1/catalog), and let somebody else confirm them.',
  };
}

import type { Db } from './database.ts';

type Bound<Rest extends unknown[], Result> = (...rest: Rest) => Result;

/** Gives queries their database, so that callers need not know it. */
export function bindTo(db: Db) {
  return <Rest extends unknown[], Result>(
    query: (on: Db, ...rest: Rest) => Result,
  ): Bound<Rest, Result> =>
    (...rest) =>
      query(db, ...rest);
}

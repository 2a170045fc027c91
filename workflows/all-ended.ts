/**
 * Waits until every part has ended, then resolves to their results, or rejects with what failed
 * first. The way back must not begin, and nothing may be tried again, while a part is still at
 * work.
 */
export async function allEnded<Result>(
  parts: readonly Promise<Result>[],
): Promise<readonly Result[]> {
  const together = Promise.all(parts);
  // Its failure is heard below, once all have ended.
  together.catch(() => undefined);
  await Promise.allSettled(parts);
  return together;
}

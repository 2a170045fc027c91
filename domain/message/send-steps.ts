/** Channels that are always there. They know a message again, so one step tells through both. */
const own = ['log', 'file'];

/**
 * Through which channels one step tells. Each of the others has a step of its own: one that fails
 * is tried again without the rest saying the same twice.
 */
export function sendSteps(channels: readonly string[]): readonly (readonly string[])[] {
  const together = channels.filter((channel) => own.includes(channel));
  const alone = channels.filter((channel) => !own.includes(channel)).map((channel) => [channel]);
  return together.length === 0 ? alone : [together, ...alone];
}

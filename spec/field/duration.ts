import ms, { type StringValue } from 'ms';
import { z } from 'zod';

const pattern = /^(0|[1-9]\d{0,8})(ms|s|m|h|d)$/;
const longestMs = ms('366d');

/** A duration as people write it, read as milliseconds. */
export const duration = z
  .string({ error: 'A duration is a text with a unit, such as `30s`, `15m`, `24h` or `3d`.' })
  .regex(pattern, 'A duration is a whole number and one unit: `500ms`, `30s`, `15m`, `24h`, `3d`.')
  .transform((text, context): number => {
    const milliseconds = isDuration(text) ? ms(text) : Number.NaN;
    if (milliseconds <= longestMs) return milliseconds;
    context.addIssue({ code: 'custom', message: 'A duration is at most `366d`.' });
    return z.NEVER;
  })
  .describe('A whole number and one unit (ms, s, m, h, d), such as `30s` or `24h`.');

/** A duration of more than nothing. */
export const positiveDuration = duration.refine((milliseconds) => milliseconds > 0, {
  error: 'This duration is longer than nothing.',
});

function isDuration(text: string): text is StringValue {
  return pattern.test(text);
}

import { z } from 'zod';
import { StepFailure } from '../../activities/ports/failures.ts';
import { loopback, readSecretFile, secretUrl } from '../secret-file.ts';

const smtp = z
  .strictObject({
    tool: z.literal('smtp'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535),
    /** `tls`: from the first byte. `starttls`: before anything is said. `none`: on this machine. */
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    user: z.string().min(1).exactOptional(),
    password: z.string().min(1).exactOptional(),
    /** Address that messages come from, such as `Tidegate <tidegate@example.com>`. */
    from: z.string().regex(/^[^\r\n]*@[^\r\n]*$/, 'must be a mail address on one line'),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: 'needs both or neither of user and password',
  })
  .refine(({ security, host }) => security !== 'none' || loopback.has(host), {
    error: 'may be none where the host is this machine alone',
    path: ['security'],
  });

const channel = z.discriminatedUnion('tool', [
  smtp,
  z.strictObject({ tool: z.literal('slack'), url: secretUrl }),
  z.strictObject({ tool: z.literal('teams'), url: secretUrl }),
  z.strictObject({ tool: z.literal('webhook'), url: secretUrl, secret: z.string().min(16) }),
]);

/** These two are always there, and mean the worker's own log and file. */
const reserved = ['log', 'file'];

const channels = z.record(
  z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must be lower-case letters, digits and hyphens')
    .refine((name) => !reserved.includes(name), { error: 'is the name of a built-in channel' }),
  channel,
);

export type ChannelConfig = z.output<typeof channel>;
export type ConfigOf<Tool extends ChannelConfig['tool']> = Extract<ChannelConfig, { tool: Tool }>;

/**
 * The channels that an operator has set up, by name. The file is read whenever somebody is told
 * something, so that a changed password counts at once and stands nowhere else. Throws a terminal
 * `StepFailure` that names what is wrong, and no value, because each may be a secret.
 */
export async function readChannelConfig(
  file: string | undefined,
): Promise<ReadonlyMap<string, ChannelConfig>> {
  const read = await readSecretFile(file, channels);
  if ('content' in read) return new Map(Object.entries(read.content));
  throw badFile(read.wrong);
}

function badFile(what: string): StepFailure {
  return new StepFailure(
    'terminal',
    'notifiers/bad-channels',
    `The channels of this worker are not set up as they should be: ${what}.`,
    'Correct the file that TIDEGATE_CHANNELS names; docs/how-to/tell-people.md says what is in it.',
  );
}

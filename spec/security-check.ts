import { z } from 'zod';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';

const secureAddress = /^https:\/\/[\x21-\x7e]+$/;
const safeAddress = /^(https:\/\/|\{origin\.[a-z0-9-]+\}\/)[\x21-\x7e]*$/;

const secureUrl = z
  .string()
  .max(2000)
  .refine((text) => secureAddress.test(text) && isAddress(text), {
    error: 'An address is `https://` and a host, such as `https://shop.example`.',
  });

const url = z
  .string()
  .max(2000)
  .refine((text) => safeAddress.test(text) && isAddress(withHost(text)), {
    error:
      'An address begins with `https://`, or with `{origin.<component>}/` for the gateway of a ' +
      'component, such as `{origin.web}/admin`.',
  })
  .describe('`https://…`, or `{origin.<component>}/…` for where the gateway serves it.');

const status = z.int().min(100).max(599);
const header = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9-]+$/, 'A header is its name alone, such as `Content-Security-Policy`.');
const part = z.string().min(1).max(500);

const required = z.union([
  header.transform((only) => ({ header: only })),
  z.strictObject({
    header,
    equals: part.exactOptional().describe('Its whole value; case does not matter.'),
    contains: z.array(part).min(1).max(20).exactOptional().describe('What it has to say.'),
    lacks: z.array(part).min(1).max(20).exactOptional().describe('What it must not say.'),
  }),
]);

/** What users trust when they connect. */
export const tlsCheck = z
  .strictObject({
    check: z.literal('tls'),
    name,
    url: secureUrl.describe('Where users connect to.'),
    minimumVersion: z
      .enum(['TLSv1.2', 'TLSv1.3'])
      .default('TLSv1.2')
      .describe('The oldest version that may be spoken there. By default `TLSv1.2`.'),
    validFor: positiveDuration
      .prefault('14d')
      .describe('How long the certificate has to be good for still. By default `14d`.'),
  })
  .transform(({ validFor, ...rest }) => ({ ...rest, validForMs: validFor }));

/** What a page tells browsers to hold to. */
export const headersCheck = z
  .strictObject({
    check: z.literal('headers'),
    name,
    url,
    expectStatus: status.default(200).describe('By default 200.'),
    strictTransport: positiveDuration
      .exactOptional()
      .describe('Least `max-age` of Strict-Transport-Security. By default it need not be there.'),
    require: z
      .array(required)
      .max(50)
      .default([])
      .describe('Headers that have to be there: a name, or what its value has to be.'),
    forbid: z.array(header).max(50).default([]).describe('Headers that must not be there.'),
  })
  .refine((check) => asksSomething(check), {
    error: 'Say at least one of `strictTransport`, `require` and `forbid`.',
  })
  .refine((check) => check.strictTransport === undefined || check.url.startsWith('https://'), {
    error: 'Browsers read Strict-Transport-Security over `https://` alone: ask there.',
    path: ['strictTransport'],
  })
  .transform(({ strictTransport, ...rest }) =>
    strictTransport === undefined ? rest : { ...rest, strictTransportMs: strictTransport },
  );

/** An address that lets in who it knows, and nobody else. */
export const identityCheck = z
  .strictObject({
    check: z.literal('identity'),
    name,
    url,
    header: header.default('Authorization').describe('By default `Authorization`.'),
    value: z
      .string()
      .max(500)
      .regex(
        /^[\x20-\x7e]*\{credential\.[a-z0-9-]+\}[\x20-\x7e]*$/,
        'No policy holds a secret: name one, such as `Bearer {credential.probe}`, and let the ' +
          'worker’s TIDEGATE_CREDENTIALS hold it.',
      )
      .describe('Who is known, with `{credential.<name>}` for the secret.'),
    expectStatus: status.default(200).describe('What who is known gets. By default 200.'),
    refuse: z
      .array(status)
      .min(1)
      .max(20)
      .default([401, 403])
      .describe('What everybody else gets. By default 401 or 403.'),
  })
  .refine(({ expectStatus, refuse }) => !refuse.includes(expectStatus), {
    error: 'The same status cannot refuse strangers and let in who is known.',
    path: ['refuse'],
  })
  .transform(({ refuse, ...rest }) => ({ ...rest, refuseStatuses: refuse }));

function asksSomething(check: {
  readonly strictTransport?: number;
  readonly require: readonly unknown[];
  readonly forbid: readonly unknown[];
}): boolean {
  return check.strictTransport !== undefined || check.require.length + check.forbid.length > 0;
}

function withHost(text: string): string {
  return text.replace(/^\{origin\.[^}]*\}/, 'http://host');
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '';
}

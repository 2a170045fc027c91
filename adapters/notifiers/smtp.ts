import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import type { Notifier } from '../../activities/ports/content.ts';
import type { StepFailure } from '../../activities/ports/failures.ts';
import type { ConfigOf } from './channel-config.ts';
import { channelFailure } from './channel-failure.ts';
import { messageId } from './message-id.ts';
import { defaultTimeoutMs } from './post.ts';

/** Mail addresses of the people behind names of groups and people, each once. */
export type AddressesOf = (audience: readonly string[]) => Promise<readonly string[]>;

/**
 * Tells people by mail. At least once: SMTP takes no key, so a message whose answer was lost is
 * sent again; the Message-ID is made from the key, by which mailboxes recognise the second one.
 * Nobody sees the addresses of the others.
 */
export function createSmtpNotifier(
  channel: string,
  config: ConfigOf<'smtp'>,
  addressesOf: AddressesOf,
  timeoutMs: number = defaultTimeoutMs,
): Notifier {
  return {
    channel,
    async send({ key, audience, subject, text }) {
      const to = (await addressesOf(audience)).filter(isOneAddress);
      if (to.length === 0) throw reachesNobody(channel, audience);
      const id = messageId(key);
      const { from } = config;
      const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'tidegate.invalid';
      const transport = createTransport(transportOf(config, timeoutMs));
      try {
        const { rejected } = await transport.sendMail({
          from,
          to: from,
          envelope: { from, to: [...to] },
          messageId: `<${id}@${domain}>`,
          subject: subject.replaceAll(/\s+/g, ' ').trim(),
          text: `${text}\n\nTo ${audience.join(', ')}.\n`,
          html: htmlOf(text, audience),
          // So that no absence note answers a machine (RFC 3834), and Exchange sends none either.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        const refused = rejected.length;
        const rest = refused === 0 ? '' : ` (${refused} of ${to.length} addresses refused)`;
        return `${channel}#${id}${rest}`;
      } catch (error) {
        throw failureOf(channel, error);
      } finally {
        transport.close();
      }
    },
  };
}

function transportOf(config: ConfigOf<'smtp'>, timeoutMs: number): SMTPTransportOptions {
  const { host, port, security, user, password } = config;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  };
}

function htmlOf(text: string, audience: readonly string[]): string {
  const lines = [...text.split(/\r?\n/), '', `To ${audience.join(', ')}.`].map(escapeHtml);
  return `<!doctype html><html><body><p>${lines.join('<br>\n')}</p></body></html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The library reads lists of addresses out of a text, so nothing that could be two gets there. */
function isOneAddress(text: string): boolean {
  return /^[^\s<>,;:"()]+@[^\s<>,;:"()]+$/.test(text);
}

function reachesNobody(channel: string, audience: readonly string[]): StepFailure {
  return channelFailure('terminal', channel, {
    what: `reaches nobody: there is no mail address for ${audience.join(', ')}`,
    remedy: 'Put people into these groups in the catalog, and apply it.',
  });
}

/** What servers say quotes people's addresses; its numbers are enough. */
function failureOf(channel: string, error: unknown): StepFailure {
  const { code = 'unknown', responseCode } = answerIn(error);
  if (responseCode !== undefined && code !== 'ETLS') {
    const isFinal = responseCode >= 500;
    return channelFailure(isFinal ? 'terminal' : 'retry', channel, {
      what: `has a mail server that answered with ${responseCode} (${code})`,
      remedy:
        code === 'EAUTH'
          ? 'Correct user and password of the channel in TIDEGATE_CHANNELS.'
          : 'Look whether the mail server takes mail from this sender to these people.',
    });
  }
  return channelFailure(code === 'ETLS' ? 'terminal' : 'retry', channel, {
    what: `does not get a message to its mail server (${code})`,
    remedy: 'Check host, port and security of the channel in TIDEGATE_CHANNELS, and the server.',
  });
}

function answerIn(error: unknown): { readonly code?: string; readonly responseCode?: number } {
  if (typeof error !== 'object' || error === null) return {};
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  if (!('responseCode' in error) || typeof error.responseCode !== 'number') return code;
  return { ...code, responseCode: error.responseCode };
}

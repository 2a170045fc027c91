/** A mail as its reader sees it. */
export type ReadMail = {
  /** By lower-case name, each as often as it stands there. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** By media type. */
  readonly parts: ReadonlyMap<string, string>;
};

/** Reads what came over the wire (RFC 5322, 2045 to 2047), by nothing that the sender uses. */
export function readMail(raw: string): ReadMail {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type')?.[0] ?? '')?.[1];
  const texts = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1);
  const parts = texts.map((text) => split(text.replace(/^\r\n/, ''))).map(readPart);
  return { headers, parts: new Map(parts) };
}

function split(raw: string): { headers: ReadMail['headers']; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const headers = new Map<string, string[]>();
  for (const line of raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(line) ?? [];
    const known = headers.get(name.toLowerCase()) ?? [];
    headers.set(name.toLowerCase(), [...known, decodeWords(value)]);
  }
  return { headers, body: raw.slice(end + 4) };
}

function readPart({ headers, body }: ReturnType<typeof split>): readonly [string, string] {
  const type = headers.get('content-type')?.[0]?.split(';')[0] ?? 'text/plain';
  const encoding = headers.get('content-transfer-encoding')?.[0] ?? '7bit';
  if (encoding === 'base64') return [type, Buffer.from(body, 'base64').toString()];
  return [type, encoding === 'quoted-printable' ? unquote(body) : body];
}

function unquote(text: string): string {
  const joined = text.replaceAll(/=\r\n/g, '');
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}

function decodeWords(value: string): string {
  const words = value.replaceAll(/\?=\s+=\?/g, '?==?');
  return words.replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString()
      : unquote(text.replaceAll('_', ' ')),
  );
}

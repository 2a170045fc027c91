import type { Handshake } from '../../domain/gate/gate.ts';

export type ProbeAnswer = {
  /** Null when there was no answer; then `reason` says why. */
  readonly status: number | null;
  readonly reason: string;
  readonly durationMs: number;
  /** By names in lower case. Cookies are left out: they may let somebody in. */
  readonly headers: Readonly<Record<string, string>>;
};

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** Asks from outside, as users do. What cannot be reached is an answer too, and no error. */
export type Prober = {
  /** Asks an HTTP address once, saying these headers besides. */
  get(
    url: string,
    timeoutMs: number,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ProbeAnswer>;
  /**
   * Begins to speak TLS in one of the versions from `oldest` to `newest`, trusting whom Node
   * trusts, and ends it again. A certificate that is not to be trusted is told, and not refused.
   */
  shakeHands(order: {
    readonly host: string;
    readonly port: number;
    readonly oldest: TlsVersion;
    readonly newest: TlsVersion;
    readonly timeoutMs: number;
  }): Promise<Handshake>;
};

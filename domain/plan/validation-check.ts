import type { Service } from './catalog.ts';

/** What is asked after a deployment, as a policy has it. */
export type ValidationCheck =
  | HttpCheck
  | CommandCheck
  | TlsCheck
  | HeadersCheck
  | IdentityCheck
  | DownstreamCheck;

/** The same as a plan has it: with what the catalog says of whom it asks. */
export type PlannedCheck = Exclude<ValidationCheck, DownstreamCheck> | PlannedDownstream;

export type HttpCheck = {
  readonly check: 'http';
  readonly name: string;
  readonly component: string;
  readonly path: string;
  readonly expectStatus: number;
  /** Where it is asked: each new instance before users get it, or the gateway's origin. */
  readonly at: 'instances' | 'gateway';
};

/**
 * A synthetic transaction: `{origin.<component>}` and `{version.<component>}` are replaced inside
 * arguments.
 */
export type CommandCheck = {
  readonly check: 'command';
  readonly name: string;
  readonly command: readonly string[];
  readonly timeoutMs: number;
};

/** What users trust when they connect: its chain, how long it is good for, and old protocols. */
export type TlsCheck = {
  readonly check: 'tls';
  readonly name: string;
  /** Begins with `https://`; path and query do not matter. */
  readonly url: string;
  /** The oldest version of the protocol that may be spoken there. */
  readonly minimumVersion: 'TLSv1.2' | 'TLSv1.3';
  /** How long the certificate has to be good for still. */
  readonly validForMs: number;
};

/** What a page tells browsers to hold to. */
export type HeadersCheck = {
  readonly check: 'headers';
  readonly name: string;
  /** `https://…`, or the gateway's `{origin.<component>}` in front of a path. */
  readonly url: string;
  /** Headers of another answer, such as of an error page, prove nothing. */
  readonly expectStatus: number;
  /** Least `max-age` of Strict-Transport-Security. Absent: it need not be there. */
  readonly strictTransportMs?: number;
  readonly require: readonly RequiredHeader[];
  /** Names of headers that tell strangers too much. */
  readonly forbid: readonly string[];
};

/** Without any of the three it only has to be there and hold something. */
export type RequiredHeader = {
  readonly header: string;
  /** Case does not matter in any of these. */
  readonly equals?: string;
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
};

/** An address that lets in who it knows, and nobody else. */
export type IdentityCheck = {
  readonly check: 'identity';
  readonly name: string;
  /** As for headers. */
  readonly url: string;
  /** Header in which one says who one is. */
  readonly header: string;
  /** Its value, with `{credential.<name>}` for the secret, which no plan holds. */
  readonly value: string;
  readonly expectStatus: number;
  /** Statuses that refuse. */
  readonly refuseStatuses: readonly number[];
};

/** Whether a component reaches what it depends on, and whether that is well itself. */
export type DownstreamCheck = {
  readonly check: 'downstream';
  readonly name: string;
  readonly component: string;
  /** Path of the component whose answer needs what it depends on. Absent: none is asked. */
  readonly through?: string;
};

export type PlannedDownstream = DownstreamCheck & { readonly dependencies: readonly Dependency[] };

/** What the catalog's graph says that a component depends on, and how it is deployed there. */
export type Dependency = {
  readonly component: string;
  readonly deployment: Service['deployments'][string];
};

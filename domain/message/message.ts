/** What people are told of a release. */
export const messageKinds = [
  'go-live',
  'request',
  'reminder',
  'escalation',
  'held',
  'moved',
  'live',
  'rolled-back',
  'incident',
  'closed',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What people read. Of a template: with places that are filled in. */
export type Wording = { readonly subject: string; readonly text: string };

/** People who are told together, through which channels and in which words. */
export type Audience = {
  readonly name: string;
  readonly groups: readonly string[];
  /** Handles. */
  readonly people: readonly string[];
  /** Names of notifier channels. */
  readonly channels: readonly string[];
  /** Liquid. A kind that is absent is told in Tidegate's own words. */
  readonly templates: Readonly<Partial<Record<MessageKind, Wording>>>;
};

/** An audience in the plan of a release, for the kinds of messages that its policy names. */
export type Notice = {
  readonly of: readonly MessageKind[];
  /** Groups and people. */
  readonly audience: readonly string[];
  readonly channels: readonly string[];
  readonly templates: Audience['templates'];
};

/** What is told before a release comes, to whom and through what. */
export type Announcement = {
  /** Groups and people. */
  readonly audience: readonly string[];
  readonly channels: readonly string[];
  /** What people will read. Absent in older plans, whose text has places that are filled in. */
  readonly subject?: string;
  readonly text: string;
};

/** What a template may name. */
export type MessageValues = Readonly<Record<string, unknown>>;

/** Fills a template in. What cannot be filled in stays as it is written. */
export type FillIn = (template: Wording, values: MessageValues) => Wording;

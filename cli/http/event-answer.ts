/**
 * An entry of a release's ledger. An event holds more than is named here; what depends on its type
 * is read where it is told.
 */
export type EventAnswer = FactAnswer | ActionAnswer;

export type FactAnswer = {
  readonly sort: 'fact';
  readonly position: number;
  readonly fact: {
    readonly seq: number;
    readonly at: string;
    readonly event: { readonly type: string } & Readonly<Record<string, unknown>>;
  };
};

export type ActionAnswer = {
  readonly sort: 'action';
  readonly position: number;
  readonly action: {
    readonly key: string;
    readonly phase: 'intent' | 'outcome';
    readonly action: string;
    readonly at: string;
    readonly attempt: number;
    readonly outcome: 'done' | 'failed' | null;
    readonly details: Readonly<Record<string, unknown>>;
  };
};

export type EventPageAnswer = {
  readonly events: readonly EventAnswer[];
  readonly nextPageToken: string | null;
};

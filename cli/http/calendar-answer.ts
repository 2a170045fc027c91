export type CalendarEntryAnswer = {
  readonly id: string;
  readonly kind: 'allow' | 'freeze' | 'blackout' | 'embargo' | 'maintenance';
  readonly title: string;
  /** Empty: all. */
  readonly environments: readonly string[];
  readonly regions?: readonly string[];
  readonly services?: readonly string[];
  readonly teams?: readonly string[];
  readonly start: string;
  readonly end: string | null;
  readonly owner: string;
  readonly timeZone?: string;
  readonly rrule?: string;
  readonly exceptions?: readonly string[];
};

export type CalendarEntriesAnswer = { readonly entries: readonly CalendarEntryAnswer[] };

export type WindowAnswer = {
  readonly open: boolean;
  readonly reason: string;
  readonly nextOpen: string | null;
  readonly until: string | null;
  readonly liftedBy: readonly string[];
};

export type CalendarEntryAnswer = {
  readonly id: string;
  readonly kind: 'allow' | 'freeze';
  readonly title: string;
  /** Empty: all. */
  readonly environments: readonly string[];
  readonly start: string;
  readonly end: string | null;
  readonly owner: string;
};

export type CalendarEntriesAnswer = { readonly entries: readonly CalendarEntryAnswer[] };

export type WindowAnswer = {
  readonly open: boolean;
  readonly reason: string;
  readonly nextOpen: string | null;
  readonly until: string | null;
  readonly liftedBy: readonly string[];
};

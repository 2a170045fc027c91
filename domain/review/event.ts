/** What happens to what is owed once a release has gone out, or back. */
export type ReviewEvents =
  | {
      readonly type: 'obligation.opened';
      readonly obligation: string;
      readonly title: string;
      readonly owner: string;
      readonly due: string;
      readonly mandatoryBecause: readonly string[];
    }
  | { readonly type: 'obligation.reminded'; readonly obligation: string }
  | { readonly type: 'obligation.escalated'; readonly obligation: string; readonly to: string }
  | { readonly type: 'obligation.met'; readonly obligation: string; readonly by: string }
  | { readonly type: 'obligation.waived'; readonly obligation: string; readonly by: string };

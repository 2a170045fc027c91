/** What happens between a release and the environments that it holds or waits for. */
export type LeaseEvents =
  | { readonly type: 'lease.requested'; readonly environment: string }
  | { readonly type: 'lease.granted'; readonly environment: string; readonly fence: number }
  | { readonly type: 'lease.released'; readonly environment: string }
  | {
      /** It is to give way at its next safe point; `for` null: it need not any more. */
      readonly type: 'lease.recalled';
      readonly environment: string;
      readonly for: string | null;
      readonly reason: string;
    }
  | {
      /** It gave the environment back before it changed anything there, and is in its queue. */
      readonly type: 'lease.yielded';
      readonly environment: string;
      readonly fence: number;
      readonly to: string;
      readonly reason: string;
    }
  | {
      /** What it relies on there was looked at again, after another release was there. */
      readonly type: 'environment.rechecked';
      readonly environment: string;
    };

import type { BypassTerms, DeviationRequest, DeviationVerdict } from './deviation.ts';

/** What is recorded of deviations. */
export type DeviationEvents =
  | (DeviationRequest & {
      readonly type: 'deviation.asked';
      readonly deviation: string;
      /** Digest of the signed request. */
      readonly request: string;
      readonly by: string;
      /** Group whose people answer. */
      readonly grantedBy: string;
      /** Of a bypass alone. */
      readonly terms?: BypassTerms;
    })
  | (DeviationVerdict & {
      readonly type: 'deviation.answered';
      readonly by: string;
      /** Digest of the signed verdict. */
      readonly statement: string;
    })
  | { readonly type: 'deviation.used'; readonly deviation: string; readonly stage: string };

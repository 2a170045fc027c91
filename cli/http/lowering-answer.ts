import type { ProposalAnswer } from './proposal-answer.ts';

/** What the command line reads of an exemption that lets a release have less rigor. */
export type LoweringAnswer = {
  readonly id: string;
  readonly digest: string;
  readonly standing: ProposalAnswer['standing'];
  readonly release: string;
  readonly scope: {
    readonly levels: readonly {
      readonly what: string;
      readonly stated: string;
      readonly ruled: string;
    }[];
  };
  readonly grantedBy: string;
  readonly reason: string;
  readonly compensatingControl: string;
  readonly until: string;
};

export type LoweringListAnswer = { readonly lowerings: readonly LoweringAnswer[] };

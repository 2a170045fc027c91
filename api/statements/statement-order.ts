import type { Statement } from '../../domain/approval/statement.ts';

type Said = Statement extends infer Each
  ? Each extends Statement
    ? Pick<Each, 'kind' | 'content'>
    : never
  : never;

/** What a person wants to say, before it is made a statement. */
export type StatementOrder = Said & {
  readonly release: string;
  /** Null: one is made. */
  readonly id: string | null;
  readonly comment: string | null;
  /** Null for commands and for requests of deviations, which speak about the plan. */
  readonly subjectDigest: string | null;
  /** Of an alert; that of the others is known from what they are about. */
  readonly environment?: string;
};

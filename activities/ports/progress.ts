import type { PartProgress } from '../../domain/progress/part.ts';

/**
 * Tells people how far a step has come. Best effort: it never throws and is never waited for, so
 * that records which are away for a moment fail no step and delay none. What is lost is replaced by
 * what is said next. It costs no history and no entry of the ledger.
 */
export type Progress = {
  tell(release: string, part: PartProgress): void;
};

import type { EvidenceReference, Failure, Verdict, VersionRef } from '../release/terms.ts';
import type { Exhibit, MissingExhibit } from './forensics.ts';
import type { IncidentKind } from './incident.ts';
import type { RestoredComponent } from './restored-component.ts';

/** What happens on the way back. */
export type RollbackEvents =
  | {
      readonly type: 'rollback.started';
      readonly reason: string;
      /** Pseudonymous id of the person who asked for it; null when Tidegate started it. */
      readonly by: string | null;
      readonly stage: string;
      readonly thenOutcome: 'rolled-back' | 'withdrawn';
    }
  | {
      /** Written before anything is undone: what was kept, and what could not be. */
      readonly type: 'forensics.captured';
      readonly environment: string;
      readonly exhibits: readonly Exhibit[];
      readonly missing: readonly MissingExhibit[];
    }
  | {
      readonly type: 'compensation.done';
      readonly key: string;
      readonly summary: string;
      /** What the tool says it went back to; null when there was nothing. */
      readonly restored: VersionRef | null;
    }
  | { readonly type: 'compensation.failed'; readonly key: string; readonly failure: Failure }
  | { readonly type: 'compensation.skipped'; readonly key: string; readonly by: string }
  | {
      /** It has no way back, which was known and signed for before it was made. */
      readonly type: 'compensation.kept';
      readonly key: string;
      readonly reason: string;
    }
  | { readonly type: 'rollback.taken-over'; readonly by: string }
  | {
      readonly type: 'rollback.validated';
      readonly environment: string;
      readonly verdict: Verdict;
      readonly reason: string;
      readonly components: readonly RestoredComponent[];
      readonly evidence: EvidenceReference | null;
    }
  | { readonly type: 'rollback.finished'; readonly environment: string | null }
  | {
      readonly type: 'incident.opened';
      readonly incident: string;
      readonly kind: IncidentKind;
      readonly environment: string;
      readonly title: string;
    }
  | { readonly type: 'incident.resolved'; readonly incident: string; readonly how: string };

import type { PlannedCheck } from '../../domain/plan/validation-check.ts';
import type { Occasion } from '../../domain/rehearsal/strikes.ts';

/** What simulated tools learn of the step that they are asked in. */
export type ChosenMishaps = {
  /** Whether the step shall fail, as a whole or in this part of it. */
  strikes(part?: string): boolean;
  /** The step and the check that it runs, or null where a tool is asked outside every step. */
  occasion(): (Occasion & { readonly check: PlannedCheck | null }) | null;
};

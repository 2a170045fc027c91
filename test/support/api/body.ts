import type { Response } from 'supertest';
import type { ReleaseView } from '../../../api/views/release-view.ts';
import type { Receipt } from '../../../domain/approval/statement.ts';
import type { ReleasePlan } from '../../../domain/plan/plan.ts';

/** What an answer says. */
export function bodyOf(response: Response): Readonly<Record<string, unknown>> {
  return JSON.parse(response.text) as Readonly<Record<string, unknown>>;
}

export function planOf(response: Response): {
  readonly plan: ReleasePlan;
  readonly digest: string;
} {
  return JSON.parse(response.text) as { plan: ReleasePlan; digest: string };
}

export function viewOf(response: Response): ReleaseView {
  return JSON.parse(response.text) as ReleaseView;
}

export function receiptOf(response: Response): Receipt {
  return JSON.parse(response.text) as Receipt;
}

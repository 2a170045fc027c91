import type { PastAnalysis, PastVerdict } from '../domain/analysis/past.ts';
import { watchers } from './activity-proxies.ts';

const atMostMs = 120_000;

/** An analysis of past data: one step, because only workers reach what measures. */
export async function analysisWorkflow(order: PastAnalysis): Promise<PastVerdict> {
  return watchers('Analyse what was measured', atMostMs).analysePast(order);
}

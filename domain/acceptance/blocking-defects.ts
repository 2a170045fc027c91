import { type DefectState, type DefectThresholds, isWorse, severities } from './defect.ts';

/** An acceptance test, as far as its defects are concerned. */
export type Tested = {
  readonly id: string;
  /** Absent in plans that were sealed before there were thresholds: then no defect blocks. */
  readonly thresholds?: DefectThresholds;
};

/** Defects of one severity that keep an acceptance test from being accepted. */
export type BlockingDefects = {
  readonly severity: DefectState['severity'];
  /** Most that may be open. */
  readonly most: number;
  /** How many are open, those that the board lets stand included. */
  readonly open: number;
  /** Which of them block, in the order in which they were reported. */
  readonly ids: readonly string[];
};

/**
 * What keeps an acceptance test from being accepted, worst first. What the board lets stand is not
 * among it, but still counts: where it fills what is allowed, every further defect blocks.
 */
export function blockingDefects(
  { id, thresholds = {} }: Tested,
  defects: readonly DefectState[] = [],
): readonly BlockingDefects[] {
  const open = defects.filter((defect) => defect.requirement === id && defect.state === 'open');
  return severities.flatMap((severity) => {
    const most = thresholds[severity];
    const same = open.filter((defect) => defect.severity === severity);
    const ids = same.filter((defect) => !isTolerated(defect)).map((defect) => defect.id);
    if (most === undefined || same.length <= most || ids.length === 0) return [];
    return [{ severity, most, open: same.length, ids }];
  });
}

function isTolerated({ severity, toleratedAs }: DefectState): boolean {
  return toleratedAs !== undefined && !isWorse(severity, toleratedAs);
}

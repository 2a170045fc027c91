import type { AnalysisAnswer } from '../http/analysis-answer.ts';
import type { Paint, Tone } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

const tones: Readonly<Record<string, Tone>> = { pass: 'good', fail: 'bad' };

/** What an analysis came to, with the numbers of each metric. */
export function showAnalysis(
  { verdict, reason, looks, metrics, seenUntilMs }: AnalysisAnswer,
  paint: Paint,
): string {
  const rows = metrics.map(({ metric, outcome, baseline, canary, p, delta }) => [
    metric,
    paint(tones[outcome] ?? 'waiting', outcome),
    sideOf(baseline),
    sideOf(canary),
    numberOf(p),
    numberOf(delta),
  ]);
  const columns = ['metric', 'outcome', 'baseline', 'canary', 'p', 'delta'];
  const taken = Object.entries(looks).map(([outcome, count]) => `${outcome} ${count}`);
  const until = seenUntilMs === null ? 'none' : new Date(seenUntilMs).toISOString();
  return [
    ...(rows.length > 0 ? [table(columns, rows, paint), ''] : []),
    `Looks: ${taken.join(', ')}; the last one until: ${until}.`,
    `${paint(tones[verdict] ?? 'waiting', verdict)}: ${reason}`,
  ].join('\n');
}

function sideOf({ points, median }: AnalysisAnswer['metrics'][number]['canary']): string {
  return `${numberOf(median)} (${points})`;
}

function numberOf(value: number | null): string {
  return value === null ? '-' : String(Number(value.toPrecision(3)));
}

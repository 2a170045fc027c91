import type {
  PartAnswer,
  ProgressAnswer,
  StageProgressAnswer,
  TimeLeftAnswer,
} from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { duration } from './duration.ts';

/** How far a release has come, and the time of this machine at which that was heard. */
export type Heard = { readonly answer: ProgressAnswer; readonly at: number };

/** The stages under way with their parts, or a sentence where nothing is under way. */
export function showProgress(heard: Heard, paint: Paint, now: Date): string {
  const { release, stages } = heard.answer;
  if (stages.length === 0) return `No stage of ${release} is under way.`;
  return stages
    .flatMap(({ stage, elapsedMs }) => {
      const took = duration(elapsedMs + since(heard, now));
      return [
        `${paint('strong', stage)}  for ${took}`,
        ...progressLines(stage, heard, paint, now, { logs: true }),
      ];
    })
    .join('\n');
}

/** The time that a stage has left, and a line for each part of it. */
export function progressLines(
  stage: string,
  heard: Heard | null,
  paint: Paint,
  now: Date,
  { logs }: { readonly logs: boolean } = { logs: false },
): readonly string[] {
  const found = heard?.answer.stages.find((known) => known.stage === stage);
  if (heard === null || found === undefined) return [];
  const sinceMs = since(heard, now);
  const left = timeLeftText(found.timeLeft, sinceMs);
  return [
    ...(left === '' ? [] : [`  ${paint('quiet', left)}`]),
    ...partLines(found, sinceMs, paint, logs),
  ];
}

function partLines(
  { parts }: StageProgressAnswer,
  sinceMs: number,
  paint: Paint,
  logs: boolean,
): readonly string[] {
  return parts.flatMap((part) => {
    const { component, target, step, share, log, timeLeft } = part;
    const name = target === null ? component : `  ${target}`;
    const facts = [
      share === null ? '' : `${Math.floor(share * 100)} %`,
      figures(part),
      timeLeft === null ? '' : timeLeftText(timeLeft, sinceMs),
    ].filter((text) => text !== '');
    const said = `  ${paint('waiting', '◦')} ${name}: ${step}`;
    const line = facts.length === 0 ? said : `${said} (${facts.join('; ')})`;
    return logs && log !== null ? [line, paint('quiet', `      log: ${log}`)] : [line];
  });
}

/** `31 of 50 requests, 2 % failed`. */
function figures({ counters }: PartAnswer): string {
  const { requests, requestsNeeded, failureRate, instances, instancesReady } = counters;
  const { steps, stepsDone } = counters;
  return [
    requests === undefined ? '' : `${requests} of ${requestsNeeded ?? 0} requests`,
    failureRate === undefined ? '' : `${Math.round(failureRate * 1_000) / 10} % failed`,
    instances === undefined ? '' : `${instancesReady ?? 0} of ${instances} ready`,
    steps === undefined ? '' : `${stepsDone ?? 0} of ${steps} steps`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/** `about 2 min left, as in 7 earlier runs`; empty where nobody can say. */
function timeLeftText(
  { basis, earlierRuns, leftMs, longerByMs }: TimeLeftAnswer,
  sinceMs: number,
): string {
  if (basis === 'unknown' || leftMs === null) return 'time left unknown';
  const nowLeftMs = longerByMs === null ? leftMs - sinceMs : -longerByMs - sinceMs;
  const than = basis === 'plan' ? 'planned' : 'usual';
  if (nowLeftMs < 0) return `longer than ${than} by ${duration(-nowLeftMs)}`;
  const as = basis === 'plan' ? 'by the plan' : `as in ${earlierRuns} earlier runs`;
  return `about ${duration(nowLeftMs)} left, ${as}`;
}

function since({ at }: Heard, now: Date): number {
  return Math.max(0, now.getTime() - at);
}

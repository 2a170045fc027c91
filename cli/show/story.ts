import type { ActionAnswer, EventAnswer, FactAnswer } from '../http/event-answer.ts';
import { textOf } from './event-text.ts';

/** One thing that was done or waited for inside a stage. */
export type Step = {
  readonly key: string;
  readonly label: string;
  readonly kind: 'action' | 'wait' | 'verdict';
  readonly startedAt: string;
  /** Null while it lasts. */
  readonly endedAt: string | null;
  readonly outcome: 'running' | 'good' | 'bad' | 'unclear';
  /** How it ended, where there is more to say than its outcome. */
  readonly note: string;
};

/** The steps of a release by the stage that they belong to, as its ledger tells them. */
export type Story = {
  /** The stage that is under way, or the last one. */
  readonly stage: string;
  readonly stageStartedAt: string | null;
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  readonly outcome: string | null;
};

/** What is done to go back belongs to no stage of the plan. */
export const wayBack = 'way back';

export const emptyStory: Story = {
  stage: '',
  stageStartedAt: null,
  steps: new Map(),
  outcome: null,
};

/** The story with one more entry of the ledger. */
export function foldStory(story: Story, entry: EventAnswer): Story {
  return entry.sort === 'action' ? foldAction(story, entry) : foldFact(story, entry.fact);
}

/** The steps of one stage, in the order in which they began. */
export function stepsOf({ steps }: Story, stage: string): readonly Step[] {
  return steps.get(stage) ?? [];
}

function foldFact(story: Story, { at, event }: FactAnswer['fact']): Story {
  const text = (name: string) => textOf(event[name]);
  switch (event.type) {
    case 'stage.started':
      return { ...story, stage: text('stage'), stageStartedAt: at };
    case 'rollback.started':
      return { ...story, stage: wayBack, stageStartedAt: at };
    case 'wait.began':
      return began(story, event.wait, at);
    case 'wait.ended':
      return ended(story, `wait ${text('wait')}`, { at, outcome: 'good', note: text('outcome') });
    case 'gate.judged':
      return judged(story, [text('component'), text('gate')], event, at);
    case 'canary.judged':
      return judged(story, [text('component'), `${text('weightPercent')} %`], event, at);
    case 'release.closed':
      return { ...story, outcome: text('outcome') };
    default:
      return story;
  }
}

function foldAction(story: Story, { action }: ActionAnswer): Story {
  const { key, phase, at, attempt, outcome, details } = action;
  if (phase === 'outcome') {
    const isDone = outcome === 'done';
    return ended(story, key, {
      at,
      outcome: isDone ? 'good' : 'bad',
      note: isDone ? '' : textOf(details.code),
    });
  }
  const again = stepsOf(story, story.stage).find((step) => step.key === key);
  const label = labelOf(action, story.stage);
  const note = attempt > 1 ? `attempt ${attempt}` : '';
  const startedAt = again?.startedAt ?? at;
  return put(story, story.stage, {
    key,
    label,
    kind: 'action',
    startedAt,
    endedAt: null,
    outcome: 'running',
    note,
  });
}

function began(story: Story, wait: unknown, at: string): Story {
  const { id, stage, reason } = (wait ?? {}) as Readonly<Record<string, unknown>>;
  return put(story, textOf(stage), {
    key: `wait ${textOf(id)}`,
    label: textOf(reason),
    kind: 'wait',
    startedAt: at,
    endedAt: null,
    outcome: 'running',
    note: '',
  });
}

function judged(
  story: Story,
  about: readonly string[],
  event: FactAnswer['fact']['event'],
  at: string,
): Story {
  const label = about.filter((part) => part !== '').join(' ');
  const outcomes: Readonly<Record<string, Step['outcome']>> = { pass: 'good', fail: 'bad' };
  return put(story, textOf(event.stage), {
    key: `verdict ${label} ${at}`,
    label,
    kind: 'verdict',
    startedAt: at,
    endedAt: at,
    outcome: outcomes[textOf(event.verdict)] ?? 'unclear',
    note: textOf(event.reason),
  });
}

/** The step takes the place of one with its key, or comes last. */
function put(story: Story, stage: string, step: Step): Story {
  const known = stepsOf(story, stage);
  const isKnown = known.some(({ key }) => key === step.key);
  const steps = isKnown
    ? known.map((each) => (each.key === step.key ? step : each))
    : [...known, step];
  return { ...story, steps: new Map(story.steps).set(stage, steps) };
}

function ended(
  story: Story,
  key: string,
  { at, outcome, note }: { at: string; outcome: Step['outcome']; note: string },
): Story {
  for (const [stage, steps] of story.steps) {
    const step = steps.find((each) => each.key === key);
    if (step === undefined) continue;
    const said = [step.note, note].filter((part) => part !== '').join(', ');
    return put(story, stage, { ...step, endedAt: at, outcome, note: said });
  }
  return story;
}

/** `deployComponent` with the key `shop/lab/deploy/web/1` in `lab/deploy`: `deploy component web`. */
function labelOf({ action, key }: ActionAnswer['action'], stage: string): string {
  const verb = action.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  const place = key.replace(/^[^/]+\//, '').replace(/\/\d+$/, '');
  const about = place.startsWith(`${stage}/`) ? place.slice(stage.length + 1) : place;
  return `${verb} ${about}`;
}

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

/** The step that an entry ends, or null where it ends none. */
export function stepKeyOf(entry: EventAnswer): string | null {
  if (entry.sort === 'action') return entry.action.phase === 'outcome' ? entry.action.key : null;
  const { event, at } = entry.fact;
  if (event.type === 'wait.ended') return `wait ${textOf(event.wait)}`;
  return isVerdict(event) ? verdictKey(event, at) : null;
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
    case 'canary.judged':
    case 'analysis.judged':
      return judged(story, event, at);
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

type Event = FactAnswer['fact']['event'];

function judged(story: Story, event: Event, at: string): Story {
  const outcomes: Readonly<Record<string, Step['outcome']>> = { pass: 'good', fail: 'bad' };
  return put(story, textOf(event.stage), {
    key: verdictKey(event, at),
    label: verdictLabel(event),
    kind: 'verdict',
    startedAt: at,
    endedAt: at,
    outcome: outcomes[textOf(event.verdict)] ?? 'unclear',
    note: textOf(event.reason),
  });
}

function isVerdict({ type }: Event): boolean {
  return ['gate.judged', 'canary.judged', 'analysis.judged'].includes(type);
}

function verdictKey(event: Event, at: string): string {
  return `verdict ${verdictLabel(event)} ${at}`;
}

function verdictLabel({ type, component, gate, weightPercent }: Event): string {
  const share = `${textOf(weightPercent)} %${type === 'analysis.judged' ? ' by metrics' : ''}`;
  const what = type === 'gate.judged' ? textOf(gate) : share;
  return [textOf(component), what].filter((part) => part !== '').join(' ');
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

/** `deploy component web`, of `deployComponent` with the key `shop/lab/deploy/web/1`. */
function labelOf({ action, key }: ActionAnswer['action'], stage: string): string {
  const verb = action.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  const place = key
    .replace(/^[^/]+\//, '')
    .replace(/\/\d+$/, '')
    .replace(/\/undo$/, '');
  if (stage === wayBack) return `${verb} ${place}`;
  return place.startsWith(`${stage}/`) ? `${verb} ${place.slice(stage.length + 1)}` : verb;
}

import type { ReleaseView } from '../../../api/views/release-view.ts';
import type { Receipt } from '../../../domain/approval/statement.ts';
import type { ReleaseFact } from '../../../domain/release/event.ts';
import { taskId } from '../../../domain/task/task.ts';
import type { LedgerEvent } from '../../../records/reads/read-events.ts';
import { eventually } from './eventually.ts';
import type { Answer, JourneyPerson, ProblemAnswer } from './person.ts';

type Said = Answer<Receipt & ProblemAnswer>;
type Page = { readonly events: readonly LedgerEvent[]; readonly nextPageToken: string | null };
type Predicate = (view: ReleaseView) => boolean;
type People = (handle: string) => Promise<JourneyPerson>;

/** One release as people see and steer it over HTTP. */
export class JourneyRelease {
  readonly name: string;
  private readonly people: People;

  constructor(name: string, people: People) {
    this.name = name;
    this.people = people;
  }

  async view(): Promise<ReleaseView> {
    const { status, body } = await (await this.people('rita')).get<ReleaseView>(this.at(''));
    if (status !== 200) throw new Error(`${this.name} is not shown: ${JSON.stringify(body)}`);
    return body;
  }

  /**
   * Waits until the release looks like that; tells what it waited for itself when it never does.
   */
  until(what: string, predicate: Predicate, withinMs = 40_000): Promise<ReleaseView> {
    let last: ReleaseView | null = null;
    const seen = () =>
      JSON.stringify({
        state: last?.state,
        stage: last?.stage,
        blockers: last?.blockers.map(({ reason }) => reason),
        failures: last?.stages.flatMap(({ failure }) => failure ?? []),
      });
    const look = async () => {
      last = await this.view();
      return predicate(last) ? last : null;
    };
    return eventually(`${this.name} ${what}`, look, seen, withinMs);
  }

  untilClosed(): Promise<ReleaseView> {
    return this.until('closes', ({ phase }) => phase === 'closed');
  }

  /** Waits for a blocker of that id, and returns it. */
  async untilBlocked(id: string): Promise<ReleaseView['blockers'][number]> {
    const isIt = (blocker: { readonly id: string }) => blocker.id === id;
    const { blockers } = await this.until(`waits for ${id}`, (view) => view.blockers.some(isIt));
    const found = blockers.find(isIt);
    if (found === undefined) throw new Error(`No blocker is called ${id}.`);
    return found;
  }

  async subjectOf(requirement: string): Promise<string> {
    const { requirements } = await this.view();
    return requirements.find(({ id }) => id === requirement)?.subjectDigest ?? '';
  }

  /** Decides about what the requirement asks now, unless the body says otherwise. */
  async decide(handle: string, requirement: string, body: object = {}): Promise<Said> {
    const subjectDigest = await this.subjectOf(requirement);
    const decision = { requirement, subjectDigest, verdict: 'approve', ...body };
    return this.say(handle, '/decisions', decision);
  }

  async accept(handle: string, requirement: string, body: object = {}): Promise<Said> {
    const subjectDigest = await this.subjectOf(requirement);
    const verdict = { requirement, subjectDigest, verdict: 'accept', ...body };
    return this.say(handle, '/uat/verdict', verdict);
  }

  /** Says what became of a task as it is asked for now, unless the body says otherwise. */
  async report(handle: string, environment: string, task: string, body: object): Promise<Said> {
    const subjectDigest = await this.subjectOf(taskId(environment, task));
    return this.say(handle, `/tasks/${task}`, { environment, subjectDigest, ...body });
  }

  async command(handle: string, command: string, body: object = {}): Promise<Said> {
    const order = { command, reason: 'The test says so.', ...body };
    return this.say(handle, '/commands', order);
  }

  /** Returns when the records know what was said: what a person reads next includes it. */
  private async say(handle: string, path: string, body: object): Promise<Said> {
    const person = await this.people(handle);
    const said: Said = await person.post(this.at(path), body);
    const { seq } = said.body;
    if (said.status === 200) await person.get(this.at(`?atLeastSeq=${seq}`));
    return said;
  }

  /** Meets both obligations, which is what closes a release. */
  async review(): Promise<ReleaseView> {
    await this.until('is reviewed', ({ phase }) => phase === 'reviewing');
    for (const target of ['review', 'runbook']) {
      await this.until(`owes the ${target}`, (view) =>
        view.obligations.some(({ id }) => id === target),
      );
      const evidence = `https://wiki.example/${target}`;
      await this.command('rita', 'complete-obligation', { target, evidence });
    }
    return this.untilClosed();
  }

  /** Every recorded fact of that type, in order. */
  async facts<Type extends ReleaseFact['event']['type']>(
    type: Type,
  ): Promise<readonly Extract<ReleaseFact['event'], { type: Type }>[]> {
    const person = await this.people('rita');
    const events: LedgerEvent[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const query: string = token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`;
      const { body } = await person.get<Page>(this.at(`/events?pageSize=200${query}`));
      events.push(...body.events);
      token = body.nextPageToken;
    }
    return events
      .flatMap((each) => (each.sort === 'fact' ? [each.fact.event] : []))
      .filter((event): event is Extract<typeof event, { type: Type }> => event.type === type);
  }

  at(path: string): string {
    return `/v1/releases/${this.name}${path}`;
  }
}

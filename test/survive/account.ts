import { isDeepStrictEqual } from 'node:util';

/** What has to hold, a line each, and how many of them did not. */
export class Account {
  private held = 0;
  private broken = 0;
  private readonly say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  chapter(title: string): void {
    this.say(`\n── ${title} ──`);
  }

  /** Notes whether what was found is what was expected. Goes on either way. */
  equal(fact: string, found: unknown, expected: unknown): void {
    this.note(fact, isDeepStrictEqual(found, expected), found, expected);
  }

  holds(fact: string, holds: boolean, found: unknown = null): void {
    this.note(fact, holds, found, 'as said');
  }

  /** Whether everything held, with the last line. */
  close(): boolean {
    this.say(`\n${this.held} facts hold, ${this.broken} do not.`);
    return this.broken === 0;
  }

  private note(fact: string, holds: boolean, found: unknown, expected: unknown): void {
    if (holds) this.held += 1;
    else this.broken += 1;
    this.say(`${holds ? 'ok  ' : 'FAIL'} ${fact}`);
    if (holds) return;
    this.say(`     found    ${JSON.stringify(found)}`);
    this.say(`     expected ${JSON.stringify(expected)}`);
  }
}

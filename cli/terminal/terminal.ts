import { createInterface } from 'node:readline/promises';
import { type Paint, paintFor } from './paint.ts';

/** A part of the screen that is drawn again and again. */
export type LiveArea = {
  readonly draw: (text: string) => void;
  /** Leaves what was drawn last, and gives the cursor back. */
  readonly end: () => void;
};

/**
 * Where the program speaks. What was asked for goes to standard output; everything else, which a
 * program that reads the output must not meet, goes to standard error.
 */
export type Terminal = {
  /** Whether a program reads the output: JSON then, and nothing for people. */
  readonly json: boolean;
  readonly paint: Paint;
  readonly paintNote: Paint;
  /** Whether a person looks at the output, and it can be drawn over. */
  readonly isLive: boolean;
  /** What was asked for, as text for people. Silent in JSON. */
  readonly say: (text: string) => void;
  /** What was asked for, as one line of JSON. */
  readonly tell: (value: unknown) => void;
  /** What a person should know besides. Silent in JSON. */
  readonly note: (text: string) => void;
  /** Null where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  readonly live: () => Promise<LiveArea>;
};

export function openTerminal({ json }: { readonly json: boolean }): Terminal {
  const { stdin, stdout, stderr } = process;
  const isAsked = stdin.isTTY && stderr.isTTY && !json;
  return {
    json,
    paint: paintFor(stdout),
    paintNote: paintFor(stderr),
    isLive: stdout.isTTY && !json && process.env.TERM !== 'dumb',
    say: (text) => void (json || stdout.write(`${text}\n`)),
    tell: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void (json || stderr.write(`${text}\n`)),
    ask: isAsked ? askPerson : null,
    async live() {
      // Loaded where it is needed: most commands draw nothing, and are to begin at once.
      const { createLogUpdate } = await import('log-update');
      const area = createLogUpdate(stdout);
      return { draw: area, end: () => area.done() };
    },
  };
}

async function askPerson(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}

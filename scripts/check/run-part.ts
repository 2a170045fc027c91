import { execa } from 'execa';
import type { Part } from './parts.ts';

export type PartResult = {
  readonly part: Part;
  readonly passed: boolean;
  readonly durationMs: number;
  /** Everything that the program printed, in its order. */
  readonly output: string;
};

/** Runs one part in the project's root. A program that cannot be started counts as failed. */
export async function runPart(part: Part, root: string): Promise<PartResult> {
  const result = await execa(part.program, part.args, {
    cwd: root,
    preferLocal: true,
    localDir: root,
    all: true,
    reject: false,
    stdin: 'ignore',
    env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {},
  });
  return {
    part,
    passed: !result.failed,
    durationMs: result.durationMs,
    output: result.all || result.shortMessage || '',
  };
}

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../adapters/processes/identity.ts';

/** What the tool did, as it wrote it down itself. */
export type Effect = {
  readonly command: 'up' | 'down';
  readonly environment: string;
  readonly component: string;
  readonly version: string;
  readonly digest: string;
  readonly key: string;
  readonly fence: number;
};

/** A moment of one of the tool's commands, at which it can be held. */
export type ToolMoment = {
  readonly environment: string;
  readonly component: string;
  readonly command: 'up' | 'down';
  /** Before or after its effect. */
  readonly moment: 'before' | 'after';
};

/** The deployment tool of the fault stage, seen from the side. */
export class StubTool {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    for (const name of ['gates', 'reached']) mkdirSync(join(folder, name), { recursive: true });
  }

  /** From now on the tool waits there. */
  hold(moment: ToolMoment): void {
    rmSync(this.reachedFile(moment), { force: true });
    writeFileSync(this.gateFile(moment), '');
  }

  /** Whether it waits there now; one that was ended while it waited does not. */
  isHeld(moment: ToolMoment): boolean {
    if (!existsSync(this.reachedFile(moment))) return false;
    return identify(this.heldPid(moment)) !== null;
  }

  /** The process that waits there. */
  heldPid(moment: ToolMoment): number {
    return Number(readFileSync(this.reachedFile(moment), 'utf8'));
  }

  letGo(moment: ToolMoment): void {
    rmSync(this.gateFile(moment), { force: true });
  }

  effects(): readonly Effect[] {
    const file = join(this.folder, 'effects.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Effect);
  }

  private gateFile(moment: ToolMoment): string {
    return join(this.folder, 'gates', nameOf(moment));
  }

  private reachedFile(moment: ToolMoment): string {
    return join(this.folder, 'reached', nameOf(moment));
  }
}

function nameOf({ environment, component, command, moment }: ToolMoment): string {
  return `${environment}.${component}.${command}.${moment}`;
}

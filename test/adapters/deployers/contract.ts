import type { CreateSubject } from '../../support/deployers/given.ts';
import { describeKills } from './contract/kills.ts';
import { describeRefusals } from './contract/refusals.ts';
import { describeRepeats } from './contract/repeats.ts';
import { describeUndo } from './contract/undo.ts';

/**
 * What every deployer promises, whatever tool is behind it. Each test asks the tool's own record
 * and the system what really happened, and the adapter only for its answers.
 */
export function describeDeployerContract(name: string, createSubject: CreateSubject): void {
  describe(`the deployer ${name}`, () => {
    describeRepeats(createSubject);
    describeKills(createSubject);
    describeUndo(createSubject);
    describeRefusals(createSubject);
  });
}

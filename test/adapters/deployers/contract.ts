import type { CreateSubject } from '../../support/deployers/given.ts';
import { describeKills } from './contract/kills.ts';
import { describeNames, describeRefusals, describeUnwellTools } from './contract/refusals.ts';
import { describeRepeats, describeUntouched } from './contract/repeats.ts';
import { describeUndo, describeUndoLimits } from './contract/undo.ts';

/**
 * What every deployer promises, whatever tool is behind it. Each test asks the tool's own record
 * and the system what really happened, and the adapter only for its answers.
 */
export function describeDeployerContract(name: string, createSubject: CreateSubject): void {
  describe(`the deployer ${name}`, () => {
    describeRepeats(createSubject);
    describeKills(createSubject);
    describeUntouched(createSubject);
    describeUndo(createSubject);
    describeUndoLimits(createSubject);
    describeRefusals(createSubject);
    describeUnwellTools(createSubject);
    describeNames(createSubject);
  });
}

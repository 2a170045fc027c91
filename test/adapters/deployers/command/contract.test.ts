import { createCommandSubject } from '../../../support/deployers/command-subject.ts';
import { describeDeployerContract } from '../contract.ts';

describeDeployerContract('command', createCommandSubject);

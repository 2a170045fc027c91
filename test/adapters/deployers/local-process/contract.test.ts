import { createLocalProcessSubject } from '../../../support/deployers/local-process-subject.ts';
import { describeDeployerContract } from '../contract.ts';

describeDeployerContract('local-process', createLocalProcessSubject);

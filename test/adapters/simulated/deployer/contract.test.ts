import { createSimulatedSubject } from '../../../support/deployers/simulated-subject.ts';
import { describeDeployerContract } from '../../deployers/contract.ts';

describeDeployerContract('simulated', createSimulatedSubject);

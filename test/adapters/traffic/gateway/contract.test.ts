import { gatewayKind } from '../../../support/traffic/gateway-subject.ts';
import { describeTrafficContract } from '../contract.ts';

describeTrafficContract(gatewayKind);

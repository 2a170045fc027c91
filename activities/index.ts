import { createAnalyseCanary } from './analyse-canary.ts';
import { createAnalysePast } from './analyse-past.ts';
import { createAnnounce } from './announce.ts';
import { createBuildComponent } from './build-component.ts';
import { createCaptureForensics } from './capture-forensics.ts';
import { createCheckItem } from './check-item.ts';
import { createCheckLeaseMessages } from './check-lease-messages.ts';
import { createDeployComponent } from './deploy-component.ts';
import { createEvaluateWindow } from './evaluate-window.ts';
import { createGatherGateEvidence } from './gather-gate-evidence.ts';
import { createGiveWayActivities } from './give-way.ts';
import { createIdentifyAuthors } from './identify-authors.ts';
import { createLeaseActivities } from './lease.ts';
import { createLoadSealedPlan } from './load-sealed-plan.ts';
import { createLookAtOthers } from './look-at-others.ts';
import { createObserveCanary } from './observe-canary.ts';
import { createPackComponent } from './pack-component.ts';
import type { Ports } from './ports/index.ts';
import { createRecogniseStatements } from './recognise-statements.ts';
import { createRecordFacts } from './record-facts.ts';
import { createRemind } from './remind.ts';
import { createReturnUsers } from './return-users.ts';
import { createRollTargets } from './roll-targets.ts';
import { createRunCheck } from './run-check.ts';
import { createSettleEnvironment } from './settle-environment.ts';
import { createShiftTraffic } from './shift-traffic.ts';
import { createSwitchUsers } from './switch-users.ts';
import { createUndoChange } from './undo-change.ts';
import { createValidateRestored } from './validate-restored.ts';
import { createVerifyStatement } from './verify-statement.ts';
import { createWatchStability } from './watch-stability.ts';

/**
 * All I/O steps, made over the ports. The names of these functions are the activity types in the
 * history.
 */
export function createActivities(ports: Ports) {
  return {
    ...createLeaseActivities(ports),
    ...createGiveWayActivities(ports),
    analyseCanary: createAnalyseCanary(ports),
    analysePast: createAnalysePast(ports),
    announce: createAnnounce(ports),
    buildComponent: createBuildComponent(ports),
    captureForensics: createCaptureForensics(ports),
    checkItem: createCheckItem(ports),
    checkLeaseMessages: createCheckLeaseMessages(ports),
    deployComponent: createDeployComponent(ports),
    evaluateWindow: createEvaluateWindow(ports),
    gatherGateEvidence: createGatherGateEvidence(ports),
    identifyAuthors: createIdentifyAuthors(ports),
    loadSealedPlan: createLoadSealedPlan(ports),
    lookAtOthers: createLookAtOthers(ports),
    observeCanary: createObserveCanary(ports),
    packComponent: createPackComponent(ports),
    recogniseStatements: createRecogniseStatements(ports),
    recordFacts: createRecordFacts(ports),
    remind: createRemind(ports),
    returnUsers: createReturnUsers(ports),
    rollTargets: createRollTargets(ports),
    runCheck: createRunCheck(ports),
    settleEnvironment: createSettleEnvironment(ports),
    shiftTraffic: createShiftTraffic(ports),
    switchUsers: createSwitchUsers(ports),
    undoChange: createUndoChange(ports),
    validateRestored: createValidateRestored(ports),
    verifyStatement: createVerifyStatement(ports),
    watchStability: createWatchStability(ports),
  };
}

export type Activities = ReturnType<typeof createActivities>;

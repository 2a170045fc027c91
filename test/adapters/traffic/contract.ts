import { useTraffic } from '../../support/traffic/given-subject.ts';
import type { TrafficSubjectKind } from '../../support/traffic/subject.ts';
import { describeDivisions, describeMoves } from './contract/divisions.ts';
import { describeFaults, describeRefusals } from './contract/faults.ts';
import { describeSessions } from './contract/sessions.ts';
import { describeUndo } from './contract/undo.ts';

/**
 * What everything promises that divides users, whatever tool is behind it. Each test asks as a user
 * would and reads what the versions have seen; the adapter is asked for its answers only.
 */
export function describeTrafficContract(kind: TrafficSubjectKind): void {
  describe(kind.name, () => {
    const given = useTraffic(kind);
    describeDivisions(given);
    describeMoves(given);
    describeSessions(given);
    describeRefusals(given);
    describeFaults(given, kind.deaths);
    describeUndo(given, kind.deaths);
  });
}

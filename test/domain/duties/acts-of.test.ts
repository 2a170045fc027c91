import { commandNames, type Statement } from '../../../domain/approval/statement.ts';
import { actsOf } from '../../../domain/duties/acts-of.ts';
import { dutyQuestion, recordedActs } from '../../../domain/duties/duty-question.ts';
import { isOnward } from '../../../domain/duties/onward.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import { initialState } from '../../../domain/release/state.ts';

const statement = (words: object) => ({ by: 'una', environment: 'lab', ...words }) as Statement;
const said = (words: object) => ({ statement: statement(words), groups: [] });
const verdict = (word: string) => ({ content: { requirement: 'lab/defects', verdict: word } });

/** The board is asked whether defects may stand. */
const asked = applyFact(initialState(), {
  seq: 1,
  at: '2026-11-21T12:00:00.000Z',
  event: {
    type: 'requirement.opened',
    requirement: 'lab/defects',
    stage: 'lab/uat',
    kind: 'approval',
    environment: 'lab',
    group: 'cab',
    count: 1,
    subjectDigest: 's',
    evidenceDigest: 'e',
    attempt: 1,
    deadline: '2026-11-22T12:00:00.000Z',
    letsStand: { requirement: 'lab/uat', defects: [{ id: 'SHOP-1', severity: 'high' }] },
  },
});

describe('duties are asked about', () => {
  test('what lets a release through, and never what stops one', () => {
    const asks = (words: object) => actsOf(said(words), initialState())[0]?.action;
    expect(asks({ kind: 'decision', ...verdict('approve') })).toBe('decide');
    expect(asks({ kind: 'uat-verdict', ...verdict('accept') })).toBe('accept');
    for (const word of ['reject', 'withdraw']) {
      expect(asks({ kind: 'decision', ...verdict(word) })).toBeUndefined();
      expect(asks({ kind: 'uat-verdict', ...verdict(word) })).toBeUndefined();
    }
    expect(asks({ kind: 'deviation-request', content: {} })).toBeUndefined();
    const answers = (word: string) => ({ content: { deviation: 'd', verdict: word } });
    expect(asks({ kind: 'deviation-verdict', ...answers('grant') })).toBe('grant');
    expect(asks({ kind: 'deviation-verdict', ...answers('refuse') })).toBeUndefined();
    const commands = commandNames.filter(
      (command) => asks({ kind: 'command', content: { command } }) === 'command',
    );
    expect(commands).toEqual(['resume', 'retry', 'skip-task', 'proceed']);
    expect(asks({ kind: 'task-report', content: {} })).toBeUndefined();
  });

  test('a defect that becomes less than it was, and none that is reported or becomes worse', () => {
    const at = '2026-11-21T12:00:00.000Z';
    const known = {
      id: 'SHOP-1',
      requirement: 'lab/uat',
      severity: 'high',
      state: 'open',
    } as const;
    const state = { ...asked, defects: [{ ...known, reportedAt: at, changedAt: at }] };
    const asks = (change: object) => {
      const content = { ...known, defect: 'SHOP-1', ...change };
      return actsOf(said({ kind: 'uat-defect', content }), state)[0]?.action;
    };
    expect(asks({ state: 'resolved' })).toBe('accept');
    expect(asks({ severity: 'low' })).toBe('accept');
    expect(asks({ severity: 'critical' })).toBeUndefined();
    expect(asks({ defect: 'SHOP-2' })).toBeUndefined();
  });

  test('no command on the way back', () => {
    expect(commandNames.filter((command) => isOnward(command, 'rolling-back'))).toEqual([]);
  });
});

describe('duties are asked about what is said by', () => {
  test('a delegate and the one in whose place they speak, as if both had spoken', () => {
    const standIns = [{ delegation: 'd-1', group: 'cab', from: 'cliff', until: 'u' }];
    const approval = said({ kind: 'decision', ...verdict('approve') });
    const acts = actsOf({ ...approval, standIns }, asked);
    expect(acts.map(({ subject }) => subject)).toEqual(['una', 'cliff']);
    const approvers = acts.map((act) => dutyQuestion(asked, act, []).actors.approvers);
    expect(approvers).toEqual([
      ['una', 'cliff'],
      ['una', 'cliff'],
    ]);
    const member = actsOf({ ...approval, groups: ['cab'], standIns }, asked);
    expect(member.map(({ subject }) => subject)).toEqual(['una']);
  });

  test('the board that lets defects stand, before and after', () => {
    const approval = { ...said({ kind: 'decision', ...verdict('approve') }), groups: ['cab'] };
    expect(actsOf(approval, asked)).toMatchObject([{ subject: 'una', action: 'decide' }]);
    const receipt = { id: 'i', digest: 'd', evidence: null, reason: '' };
    const event = {
      ...receipt,
      type: 'statement.accepted',
      kind: 'decision',
      by: 'una',
      says: 'approve',
      about: 'lab/defects',
    } as const;
    const decided = applyFact(asked, { seq: 2, at: '2026-11-21T13:00:00.000Z', event });
    expect(recordedActs(decided)).toEqual([
      { subject: 'una', action: 'decide', environment: 'lab' },
    ]);
  });
});

import fc from 'fast-check';
import type { AccessResource } from '../../../domain/access/access.ts';
import {
  type AccessActContent,
  requestDigest,
  type VerifiedAct,
} from '../../../domain/access/act.ts';
import { applyAccessFact } from '../../../domain/access/apply-fact.ts';
import type { AccessEvent, AccessFact } from '../../../domain/access/event.ts';
import { receiveAct } from '../../../domain/access/receive-act.ts';
import { type AccessState, endsAt } from '../../../domain/access/state.ts';
import { aRequest, aResource, membersOf } from '../../support/access/builders.ts';

const dayMs = 24 * 3_600_000;
const startMs = Date.parse('2026-12-01T08:00:00.000Z');
const instant = (afterMs: number) => new Date(startMs + afterMs).toISOString();
const request = aRequest(instant(30 * dayMs));
const said = (by: string, id: string) => ({ id, by, statement: `sha256:${id}` });

function fold(events: readonly (readonly [number, AccessEvent])[]): AccessState {
  const facts = events.map(([afterMs, event], index): AccessFact => {
    return { seq: index + 1, at: instant(afterMs), event };
  });
  const state = facts.reduce<AccessState | null>(
    (before, fact) => applyAccessFact('a-1', before, fact),
    null,
  );
  if (state === null) throw new Error('There are no facts.');
  return state;
}

const asked = [
  0,
  { type: 'access.asked', request, decideBy: instant(dayMs), ...said('erin', 'ask') },
] as const satisfies readonly [number, AccessEvent];
const terms = { revokeWithinMs: 300_000, confirmEveryMs: 7 * dayMs };
const granted = [
  1,
  { type: 'access.granted', ...terms, ...said('olga', 'grant') },
] as const satisfies readonly [number, AccessEvent];
const provided = [2, { type: 'access.provided' }] as const;
const phases = {
  asked: fold([asked]),
  granted: fold([asked, granted]),
  standing: fold([asked, granted, provided]),
  ending: fold([asked, granted, provided, [3, { type: 'access.ending', why: 'time' }]]),
} as const;

function hear(
  state: AccessState,
  by: string,
  content: AccessActContent,
  change: { readonly offered?: AccessResource | null; readonly afterMs?: number } = {},
) {
  const { offered = aResource, afterMs = 60_000 } = change;
  const act = {
    kind: 'access-act',
    id: 'said',
    access: 'a-1',
    subjectDigest: requestDigest(request),
    by,
    issuedAt: instant(0),
    expiresAt: instant(365 * dayMs),
    ...content,
  } as const;
  const verified: VerifiedAct = { act, digest: 'sha256:said', groups: membersOf[by] ?? [] };
  const heard = receiveAct(state, verified, offered, instant(afterMs));
  return 'event' in heard ? heard.event.type : heard.refused.code;
}

const grant = { act: 'grant', reason: null } as const;
const revoke = { act: 'revoke', reason: null } as const;
const confirm = { act: 'confirm', reason: null } as const;
const take = { act: 'take-credentials', verifier: 'SCRAM' } as const;

describe('what becomes of an act', () => {
  const { roles: _, ...rest } = aResource;
  test.each([
    ['who may grants', 'olga', grant, 'asked', {}, 'access.granted'],
    ['who asked grants', 'erin', grant, 'asked', {}, 'access/own'],
    ['a stranger grants', 'nora', grant, 'asked', {}, 'access/not-yours'],
    ['who only revokes grants', 'opal', grant, 'asked', {}, 'access/not-yours'],
    ['it is granted too late', 'olga', grant, 'asked', { afterMs: dayMs }, 'access/too-late'],
    ['it is granted twice', 'omar', grant, 'standing', {}, 'access/decided'],
    ['nothing is offered any more', 'olga', grant, 'asked', { offered: null }, 'access/not-yours'],
    [
      'the role is offered no more',
      'olga',
      grant,
      'asked',
      { offered: { ...rest, roles: ['operator'] } },
      'access/not-offered',
    ],
    [
      'it may not last as long any more',
      'olga',
      grant,
      'asked',
      { offered: { ...aResource, longestMs: dayMs } },
      'access/too-long',
    ],
    ['the holder confirms', 'erin', confirm, 'standing', {}, 'access/own'],
    ['another one confirms', 'omar', confirm, 'standing', {}, 'access.confirmed'],
    [
      'it is confirmed too late',
      'omar',
      confirm,
      'standing',
      { afterMs: 9 * dayMs },
      'access/ended',
    ],
    ['another one takes the password', 'olga', take, 'standing', {}, 'access/not-yours'],
    ['the password is taken too early', 'erin', take, 'granted', {}, 'access/not-standing'],
    ['the holder takes the password', 'erin', take, 'standing', {}, 'access.credentials-taken'],
    ['the holder gives it back', 'erin', revoke, 'standing', {}, 'access.revocation-asked'],
    ['operations take it away', 'opal', revoke, 'granted', {}, 'access.revocation-asked'],
    ['a stranger takes it away', 'nora', revoke, 'standing', {}, 'access/not-yours'],
    ['nobody needs it any more', 'erin', revoke, 'asked', {}, 'access.withdrawn'],
    ['it is being taken away', 'erin', revoke, 'ending', {}, 'access/ended'],
  ] as const)('when %s', (...row) => {
    const [, by, content, phase, change, expected] = row;
    expect(hear(phases[phase], by, content, change)).toBe(expected);
  });

  test('who granted it takes it away, also after they left their group', () => {
    expect(hear(phases.standing, 'olga', revoke, { offered: null })).toBe(
      'access.revocation-asked',
    );
  });
});

test('nobody ever lets themselves in, whatever is said in whatever order', () => {
  const voice = fc.record({
    by: fc.constantFrom(...Object.keys(membersOf)),
    content: fc.constantFrom<AccessActContent>(grant, revoke, confirm, take),
    waitMs: fc.oneof(
      fc.integer({ min: 0, max: dayMs / 6 }),
      fc.integer({ min: 0, max: 9 * dayMs }),
    ),
  });
  fc.assert(
    fc.property(fc.array(voice, { maxLength: 12 }), (voices) => {
      let state = fold([asked]);
      let clock = 0;
      for (const [index, { by, content, waitMs }] of voices.entries()) {
        clock += waitMs;
        const act = {
          kind: 'access-act',
          id: `said-${index}`,
          access: 'a-1',
          subjectDigest: requestDigest(request),
          by,
          issuedAt: instant(0),
          expiresAt: instant(365 * dayMs),
          ...content,
        } as const;
        const verified = { act, digest: `sha256:${index}`, groups: membersOf[by] ?? [] };
        const heard = receiveAct(state, verified, aResource, instant(clock));
        if (!('event' in heard)) continue;
        const { event } = heard;
        const at = instant(clock);
        state = applyAccessFact('a-1', state, { seq: state.seq + 1, at, event });
        if (event.type === 'access.granted') {
          state = applyAccessFact('a-1', state, {
            seq: state.seq + 1,
            at,
            event: { type: 'access.provided' },
          });
        }
      }
      // Somebody else, of those who may, before it was too late; and nobody confirmed their own.
      if (state.decided !== null) {
        expect(['olga', 'omar']).toContain(state.decided.by);
        expect(Date.parse(state.decided.at)).toBeLessThan(Date.parse(state.decideBy));
      }
      for (const { by } of state.confirmedBy) expect(['olga', 'omar']).toContain(by);
      if (state.credentials !== null) expect(state.credentials.by).toBe('erin');
      // It never ends later than was asked for.
      expect(Date.parse(endsAt(state))).toBeLessThanOrEqual(Date.parse(request.until));
    }),
  );
});

test('an id has one receipt for ever', () => {
  const twice = fold([
    asked,
    granted,
    [3, { type: 'access.statement-refused', ...said('olga', 'grant'), code: 'x', reason: 'y' }],
  ]);
  expect(twice.receipts.filter(({ id }) => id === 'grant')).toMatchObject([
    { outcome: 'accepted' },
  ]);
});

import fc from 'fast-check';
import { type Act, command, decide, revise } from './act.ts';
import {
  applyDuties,
  close,
  decideByDelegate,
  delegate,
  join,
  leave,
  lift,
  pass,
  revoke,
  rival,
  tamper,
} from './change-world.ts';
import { type Machine, tamperings } from './machine.ts';
import { settle } from './settle.ts';
import { people, type World } from './world.ts';

type Command = fc.AsyncCommand<World, Machine>;

const made = (name: string, act: Act): Command => ({
  check: () => true,
  async run(world, machine) {
    await act(world, machine);
    await settle(world, machine);
  },
  toString: () => name,
});

const names = people.map(([person]) => person);
const somebody = fc.constantFrom(...names);
const deciders = fc.constantFrom('una', 'cora', 'mona', 'cliff', 'max', 'erin', 'nora');
const group = fc.constantFrom('cab', 'management', 'testers');
const minutes = fc.constantFrom(7, 47, 187, 487, 1507);

const decisions = fc
  .record({
    by: fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: somebody }),
    pick: fc.nat(2),
    verdict: fc.oneof(
      { weight: 12, arbitrary: fc.constant('approve' as const) },
      { weight: 1, arbitrary: fc.constantFrom('reject' as const, 'withdraw' as const) },
    ),
    earlier: fc.oneof(
      { weight: 9, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.nat(5) },
    ),
  })
  .map(({ by, pick, verdict, earlier }) => {
    const what = earlier === null ? '' : ` (an earlier subject, ${earlier})`;
    return made(`${by}: ${verdict} ${pick}${what}`, decide(by, pick, verdict, earlier));
  });

const closings = fc
  .record({
    kind: fc.constantFrom('freeze', 'embargo', 'maintenance', 'allow'),
    inMin: fc.constantFrom(-1, -1, -1, 3, 51),
    forMin: fc.constantFrom(0, 33, 133, 1333),
    where: fc.constantFrom(['production'], ['production', 'staging'], [], ['staging']),
  })
  .map(({ where, ...entry }) =>
    made(`${JSON.stringify(entry)} of ${where.join() || 'all'}`, close(entry, where)),
  );

const revisions = fc
  .record({
    by: fc.constantFrom('erin', 'dana', 'rita', 'mona', 'una'),
    web: fc.constantFrom('2.0.0', '2.0.1'),
    board: fc.constantFrom(1, 2),
    audience: fc.constantFrom('everyone', 'operations'),
  })
  .map(({ by, ...scope }) => made(`${by} revises: ${JSON.stringify(scope)}`, revise(by, scope)));

const delegations = fc
  .record({ from: deciders, to: somebody, of: group, lasting: minutes })
  .map(({ from, to, of, lasting }) =>
    made(`${from} lets ${to} decide for ${of}, ${lasting} min`, delegate(from, to, of, lasting)),
  );

const groupChanges = fc
  .record({ person: somebody, of: group })
  .map(({ person, of }) => made(`${person} joins or leaves ${of}`, join(person, of)));

const orders = fc
  .record({
    by: fc.constantFrom('rita', 'erin', 'una'),
    name: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('retry', 'resume') },
      { weight: 2, arbitrary: fc.constantFrom('pause', 'extend') },
      { weight: 1, arbitrary: fc.constantFrom('withdraw', 'rollback') },
    ),
  })
  .map(({ by, name }) => made(`${by}: ${name}`, command(by, name)));

const lent = fc
  .record({ pick: fc.nat(4), to: fc.constantFrom('nora', 'una', 'erin'), lasting: minutes })
  .map(({ pick, to, lasting }) =>
    made(
      `${to} decides by a delegation, ${pick}, ${lasting} min`,
      decideByDelegate(pick, to, lasting),
    ),
  );

const picks = fc.nat(3);
const leaving = picks.map((pick) => made(`a decider leaves, ${pick}`, leave(pick)));
const others = [
  picks.map((pick) => made(`lift ${pick}`, lift(pick))),
  picks.map((pick) => made(`revoke ${pick}`, revoke(pick))),
  fc
    .constantFrom(true, true, false)
    .map((strict) => made(`strict duties: ${strict}`, applyDuties(strict))),
  fc
    .constantFrom('request' as const, 'return' as const)
    .map((asks) => made(`rival: ${asks}`, rival(asks))),
];

const lapses = fc
  .constantFrom(7, 7, 47, 47, 187, 187, 487, 1507)
  .map((length) => made(`${length} min pass`, pass(length)));
const tampered = fc.constantFrom(...tamperings).map((how) => made(`tamper: ${how}`, tamper(how)));

/** Interleavings of everything that people and the clock do. */
export function commandsOf({
  most,
  tampers,
  replayPath,
}: {
  readonly most: number;
  /** Whether somebody has access to the records. */
  readonly tampers: boolean;
  readonly replayPath?: string;
}): fc.Arbitrary<Iterable<Command>> {
  const usual = [
    ...Array.from({ length: 8 }, () => decisions),
    closings,
    closings,
    revisions,
    delegations,
    groupChanges,
    leaving,
    lent,
    orders,
    orders,
    lapses,
    lapses,
    ...others,
    ...others.slice(2),
  ];
  return fc.commands(tampers ? [...usual, tampered] : usual, {
    maxCommands: most,
    size: 'max',
    ...(replayPath === undefined ? {} : { replayPath }),
  });
}

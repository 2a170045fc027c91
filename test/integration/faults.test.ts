import { type FaultStage, openFaultStage } from '../faults/fault-stage.ts';
import {
  environmentsFor,
  runRound,
  runUndisturbed,
  type Undisturbed,
  type Verdict,
} from '../faults/round.ts';
import { points, victims } from '../faults/scene.ts';

const seeds = [1, 2, 3];
const opened: { stage?: FaultStage; undisturbed?: Undisturbed } = {};

beforeAll(async () => {
  opened.stage = await openFaultStage({ environments: environmentsFor(seeds.length) });
  opened.undisturbed = await runUndisturbed(opened.stage);
}, 240_000);

afterAll(() => opened.stage?.close(), 60_000);

test('undisturbed releases deploy each component once, and take back once what fails', () => {
  const { plain, failing } = opened.undisturbed ?? {};
  const commands = (effects: readonly string[] = []) =>
    effects.map((effect) => effect.split(' ').slice(0, 4).join(' '));
  expect(commands(plain?.effects)).toEqual(['up base VERSION as', 'up app VERSION as']);
  expect(commands(failing?.effects).map((effect) => effect.split(' ').slice(0, 2))).toEqual([
    ['up', 'base'],
    ['up', 'app'],
    ['down', 'app'],
    ['down', 'base'],
  ]);
  expect([plain?.problems, failing?.problems]).toEqual([[], []]);
});

describe.each(victims)('when the %s is killed', (victim) => {
  let verdicts: readonly Verdict[] = [];

  beforeAll(async () => {
    const { stage, undisturbed } = opened;
    if (stage === undefined || undisturbed === undefined) throw new Error('There is no stage.');
    verdicts = await runRound(stage, victim, { seeds }, undisturbed);
  }, 480_000);

  test.each(points)('%s, releases end as if nothing had happened', (point) => {
    const there = verdicts.filter(({ scene }) => scene.point === point);
    expect(there.map(({ scene }) => scene.seed)).toEqual(seeds);
    const otherwise = there.flatMap(({ scene, differences }) =>
      differences.map((difference) => `${scene.release}: ${difference}`),
    );
    expect(otherwise).toEqual([]);
  });
});

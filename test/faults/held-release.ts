import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultStage } from './fault-stage.ts';
import { insist } from './insist.ts';
import { projected } from './release-ends.ts';
import type { Scene } from './scene.ts';

/** A release that waits at its point. */
export type HeldRelease = {
  readonly scene: Scene;
  /** Whether it is exactly there now. */
  readonly isThere: () => Promise<boolean>;
  /** Lets the tool answer while the worker's line to Temporal is held; for the others nothing. */
  readonly letReport: () => Promise<void>;
  readonly goOn: () => Promise<void>;
};

/** Starts the release of a scene, so that it comes to its point and no further. */
export async function beginHeld(
  stage: FaultStage,
  scene: Scene,
  version: string,
): Promise<HeldRelease> {
  const { tool, gates } = stage;
  const { hold, release, environment, shape } = scene;
  const nothing = async () => {};
  const begin = () => stage.begin({ release, environment, shape, version });
  switch (hold.by) {
    case 'tool':
    case 'line':
      tool.hold(hold.moment);
      await begin();
      return {
        scene,
        isThere: async () => tool.isHeld(hold.moment),
        letReport:
          hold.by === 'tool'
            ? nothing
            : async () => {
                tool.letGo(hold.moment);
                await untilRecorded(stage, release, hold.outcome);
              },
        goOn: async () => tool.letGo(hold.moment),
      };
    case 'records': {
      const gate = await gates.hold({ release, content: hold.content });
      await begin();
      return {
        scene,
        isThere: () => gates.isHeld(gate),
        letReport: nothing,
        goOn: () => gates.letGo(gate),
      };
    }
    case 'person':
      await begin();
      return {
        scene,
        isThere: async () => (await openRequirement(stage, release)) !== undefined,
        letReport: nothing,
        goOn: () => approve(stage, release),
      };
  }
}

async function openRequirement(stage: FaultStage, release: string) {
  const state = await projected(stage, release);
  return state?.requirements.find(({ outcome }) => outcome === 'pending');
}

/** Under one id, however often it has to be said until somebody answers. */
async function approve(stage: FaultStage, release: string): Promise<void> {
  const requirement = await openRequirement(stage, release);
  const cora = await stage.grownUp.person('cora');
  const decision = {
    decisionId: randomUUID(),
    requirement: requirement?.id,
    verdict: 'approve',
    subjectDigest: requirement?.subjectDigest,
  };
  const said = await insist(() => cora.post(`/v1/releases/${release}/decisions`, decision));
  if (said.status > 202) throw new Error(`${release}: ${JSON.stringify(said)}`);
}

const recordedWithinMs = 20_000;

async function untilRecorded(stage: FaultStage, release: string, content: object): Promise<void> {
  const text = 'select 1 from ledger where release = $1 and content::jsonb @> $2::jsonb';
  const deadline = Date.now() + recordedWithinMs;
  while ((await stage.database.query(text, [release, content])).rowCount === 0) {
    if (Date.now() > deadline) throw new Error(`${release}: no ${JSON.stringify(content)} came.`);
    await sleep(50);
  }
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultStage, StageGround } from './fault-stage.ts';
import { insist } from './insist.ts';
import { projected } from './release-ends.ts';
import type { Scene } from './scene.ts';
import type { ToolMoment } from './stub-tool.ts';

/** What is asked of a scene while its release is held. */
type HeldScene = Pick<Scene, 'release' | 'goesOn'> & { readonly hold: { readonly by: string } };

/** A release that waits at its point, or beside it. */
export type HeldRelease<Its extends HeldScene = HeldScene> = Held & { readonly scene: Its };

/** Where a release is held, and how it is let go. */
export type Held = {
  /** Whether it waits where it can wait for long: at its point, or one step before it. */
  readonly isNear: () => Promise<boolean>;
  /** Lets it take that step. */
  readonly approach: () => Promise<void>;
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
): Promise<HeldRelease<Scene>> {
  const held = await hold(stage, scene);
  const { release, environment, shape } = scene;
  await stage.begin({ release, environment, shape, version });
  return { scene, ...held };
}

const nothing = async () => {};

async function hold(stage: FaultStage, scene: Scene): Promise<Held> {
  const { release, hold: how } = scene;
  switch (how.by) {
    case 'tool':
      return atTool(stage, how.moment);
    case 'line': {
      const held = atTool(stage, how.moment);
      const letReport = async () => {
        await held.goOn();
        await untilRecorded(stage, release, how.outcome);
      };
      return { ...held, letReport };
    }
    case 'records': {
      const near = atTool(stage, how.after);
      const gate = await stage.gates.hold({ release, content: how.content });
      const isThere = () => stage.gates.isHeld(gate);
      const goOn = () => stage.gates.letGo(gate);
      return { ...near, approach: near.goOn, isThere, goOn };
    }
    case 'person': {
      const isAsked = async () => (await openRequirement(stage, release)) !== undefined;
      const goOn = () => approve(stage, release);
      return { isNear: isAsked, approach: nothing, isThere: isAsked, letReport: nothing, goOn };
    }
  }
}

function atTool({ tool }: FaultStage, moment: ToolMoment): Held {
  tool.hold(moment);
  const isHeld = async () => tool.isHeld(moment);
  const goOn = async () => tool.letGo(moment);
  return { isNear: isHeld, approach: nothing, isThere: isHeld, letReport: nothing, goOn };
}

/** What is still to be decided about a release; undefined while nothing is. */
export async function openRequirement(stage: StageGround, release: string) {
  const state = await projected(stage, release);
  return state?.requirements.find(({ outcome }) => outcome === 'pending');
}

/** Approves what is asked under one id, however often it has to be said until somebody answers. */
export async function approve(stage: StageGround, release: string): Promise<void> {
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

const recordedWithinMs = 60_000;

/** Waits until the ledger has an entry of the release with at least this content. */
export async function untilRecorded(
  stage: StageGround,
  release: string,
  content: object,
): Promise<void> {
  const text = 'select 1 from ledger where release = $1 and content::jsonb @> $2::jsonb';
  const deadline = Date.now() + recordedWithinMs;
  while ((await stage.database.query(text, [release, content])).rowCount === 0) {
    if (Date.now() > deadline) throw new Error(`${release}: no ${JSON.stringify(content)} came.`);
    await sleep(50);
  }
}

import type { StageOf } from '../../domain/plan/stage.ts';
import { counted } from '../../domain/release/counted.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import type { ReleaseRun } from '../release-run.ts';
import { withoutKnown } from '../without-known.ts';

/** Packs every component into an immutable archive that its digest names. */
export async function pack(
  _: StageOf<'package'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const components = withoutKnown(run, run.state.artifacts);
  await allEnded(
    components.map(async ({ name, version }) => {
      const packed = await run.journal.perform((step) =>
        tools(`Pack ${name} ${version}`).packComponent({
          ...step,
          planDigest: run.planDigest,
          component: name,
          key: `${run.release}/package/${name}/${attempt}`,
        }),
      );
      run.journal.record({ type: 'artifact.packaged', component: name, version, ...packed });
    }),
  );
  return `Packed ${counted(components.length, 'artifact')}.`;
}

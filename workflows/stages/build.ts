import type { StageOf } from '../../domain/plan/stage.ts';
import { counted } from '../../domain/release/counted.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import type { ReleaseRun } from '../release-run.ts';
import { withoutKnown } from '../without-known.ts';

/** Builds every component from its tag in a clean checkout, and learns whose changes go out. */
export async function build(
  { id: stage }: StageOf<'build'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const components = withoutKnown(run, run.state.builds);
  await allEnded(
    components.map(async ({ name, version }) => {
      const built = await run.journal.perform((step) =>
        tools(`Build ${name} ${version}`).buildComponent({
          ...step,
          planDigest: run.planDigest,
          component: name,
          stage,
          key: `${run.release}/build/${name}/${attempt}`,
        }),
      );
      run.journal.record({ type: 'component.built', component: name, ...built });
    }),
  );
  return `Built ${counted(components.length, 'component')}.`;
}

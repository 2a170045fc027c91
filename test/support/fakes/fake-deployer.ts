import type { Deployer } from '../../../activities/ports/deployer.ts';
import type { Deployed, Place } from '../../../domain/deployment/deployment.ts';
import { createFakeTargets, restoreLeft } from './fake-targets.ts';

/** Notes an effect, or fails as a test has asked for. */
export type Act = (effect: string) => Promise<void>;

/** What stands everywhere before anything is deployed. */
const old: Deployed = {
  digest: 'sha256:old',
  version: '1.0.0',
  instances: [{ id: 'old', address: 'http://127.0.0.1:1' }],
};

type Standing = {
  current: Deployed | null;
  candidate: Deployed | null;
  previous: Deployed | null;
};

type Knobs = {
  readonly targets: ReadonlyMap<string, number>;
  readonly strangers: ReadonlyMap<string, Pick<Deployed, 'digest' | 'version'>>;
  readonly unready: ReadonlyMap<string, NonNullable<Deployed['unready']>>;
};

/** A deployer in memory that keeps candidates beside what serves. */
export function createFakeDeployer(
  act: Act,
  { strangers, unready, targets }: Knobs,
): Deployer & { forget(): void } {
  const places = new Map<string, Standing>();
  const nameOf = ({ environment, component }: Place) => `${environment}/${component}`;
  const at = (place: Place): Standing =>
    places.get(nameOf(place)) ?? { current: old, candidate: null, previous: old };
  const replacer = createFakeTargets(act, { targets, unready }, (order) => at(order).current);
  return {
    tool: 'fake',
    besides: true,
    targets: replacer,
    forget() {
      for (const map of [places, replacer.rolls]) map.clear();
    },
    checkSettings: () => [],
    async observe(place) {
      const standing = at(place);
      const stranger = strangers.get(place.component);
      const current = stranger === undefined ? standing.current : { ...stranger, instances: [] };
      const stale = unready.get(place.component);
      const { candidate } = standing;
      const beside = candidate === null || stale === undefined ? {} : { unready: stale };
      return {
        ...standing,
        current,
        candidate: candidate === null ? null : { ...candidate, ...beside },
        fence: 0,
      };
    },
    preview: async ({ artifact }) => ({ from: null, to: artifact, changes: true, summary: '' }),
    async apply(order) {
      const { digest, version } = order.artifact;
      await act(`apply ${order.component} ${version}`);
      const candidate = {
        digest,
        version,
        instances: [{ id: version, address: 'http://127.0.0.1:3' }],
      };
      const { current } = at(order);
      places.set(nameOf(order), { current, candidate, previous: current });
      return { previous: current, candidate, changed: true };
    },
    async settle(order) {
      await act(`settle ${order.component}`);
      const { current, candidate, previous } = at(order);
      places.set(nameOf(order), { current: candidate ?? current, candidate: null, previous });
      return { current: candidate, candidate: null, fence: 0 };
    },
    async prepareUndo(order, context) {
      await restoreLeft(replacer, order, context);
      return at(order).previous;
    },
    async undo(order) {
      await act(`undo ${order.component}`);
      const { previous } = at(order);
      places.set(nameOf(order), { current: previous, candidate: null, previous });
      return { current: previous, changed: true };
    },
  };
}

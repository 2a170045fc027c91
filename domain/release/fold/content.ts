import { settleAlert } from '../../alert/hear-alert.ts';
import type { ReleaseState } from '../state.ts';
import { type EventOf, withChanged } from './event-of.ts';

type ContentEvent = EventOf<
  | 'component.built'
  | 'authors.identified'
  | 'artifact.packaged'
  | 'gate.judged'
  | 'canary.judged'
  | 'analysis.judged'
  | 'alert.judged'
>;

export function foldContent(state: ReleaseState, event: ContentEvent, at: string): ReleaseState {
  switch (event.type) {
    case 'component.built': {
      const { type: _, ...built } = event;
      const others = state.builds.filter((build) => build.component !== event.component);
      return { ...state, builds: [...others, built] };
    }
    case 'authors.identified': {
      const { component, authors, unknownAuthors } = event;
      return {
        ...state,
        builds: withChanged(
          state.builds,
          (build) => build.component === component,
          (build) => ({ ...build, authors, unknownAuthors }),
        ),
      };
    }
    case 'alert.judged':
      return { ...state, alerts: settleAlert(state.alerts ?? [], event) };
    case 'artifact.packaged':
      return {
        ...state,
        artifacts: [
          ...state.artifacts.filter((artifact) => artifact.component !== event.component),
          { component: event.component, version: event.version, digest: event.digest },
        ],
      };
    case 'gate.judged': {
      // A repeated stage judges anew: only the latest verdict of a gate counts.
      const others = state.gates.filter(
        (gate) =>
          gate.stage !== event.stage ||
          gate.gate !== event.gate ||
          gate.component !== event.component,
      );
      const { stage, gate, component, verdict, evidence } = event;
      const judged = { stage, gate, component, verdict, evidence, judgedAt: at };
      return { ...state, gates: [...others, judged] };
    }
    case 'canary.judged': {
      if (event.verdict !== 'fail') return state;
      return {
        ...state,
        deviations: [...state.deviations, `Canary of ${event.component} failed.`],
      };
    }
    case 'analysis.judged': {
      if (event.verdict !== 'fail') return state;
      const deviation = `Analysis of ${event.stage} at ${event.weightPercent} % failed.`;
      return { ...state, deviations: [...state.deviations, deviation] };
    }
  }
}

import { DirectedGraph } from 'graphology';
import { topologicalGenerations } from 'graphology-dag';
import type { Service } from './catalog.ts';
import { graphKey } from './graph-key.ts';
import { reachableFrom } from './reachable-from.ts';

/**
 * The order in which components are deployed: each wave only needs what the waves before it
 * brought. A dependency counts also when it leads through services that are not part of the
 * release. Sorted by name inside a wave. The dependencies of `services` must be free of circles.
 */
export function computeWaves(
  components: readonly string[],
  services: ReadonlyMap<string, Service>,
): readonly (readonly string[])[] {
  const graph = new DirectedGraph();
  for (const component of components) graph.mergeNode(graphKey.of(component));
  for (const component of components) {
    for (const dependency of reachableFrom(component, services)) {
      const key = graphKey.of(dependency);
      if (graph.hasNode(key)) graph.mergeDirectedEdge(key, graphKey.of(component));
    }
  }
  return topologicalGenerations(graph).map((wave) => wave.map(graphKey.nameOf).toSorted());
}

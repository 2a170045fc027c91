import { DirectedGraph } from 'graphology';
import { stronglyConnectedComponents } from 'graphology-components';
import { graphKey } from './graph-key.ts';

/**
 * The circles of a graph: the names of every member of each, sorted. Names that only lead into a
 * circle are not part of it; something that refers to itself is a circle of one.
 */
export function findCycles(
  edges: readonly { readonly from: string; readonly to: string }[],
): readonly (readonly string[])[] {
  const graph = new DirectedGraph({ allowSelfLoops: true });
  for (const { from, to } of edges) {
    // Merging an edge adds the nodes that it needs.
    graph.mergeDirectedEdge(graphKey.of(from), graphKey.of(to));
  }
  return stronglyConnectedComponents(graph)
    .filter(([first, ...rest]) => rest.length > 0 || graph.hasDirectedEdge(first, first))
    .map((members) => members.map(graphKey.nameOf).toSorted())
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
}

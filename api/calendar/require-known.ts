import type { CalendarScope } from '../../domain/calendar/entry.ts';
import { indexCatalog } from '../../domain/plan/catalog-index.ts';
import { checkReference } from '../../domain/plan/check-reference.ts';
import { regionsIn } from '../../domain/plan/regions-in.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { ApiRecords } from '../records-port.ts';

/**
 * Throws a `Problem` with every name that the applied catalog does not know: asked with a wrong
 * name, an open calendar would mean nothing.
 */
export async function requireKnown(
  scope: CalendarScope,
  records: Pick<ApiRecords, 'catalog'>,
): Promise<void> {
  const applied = await records.catalog();
  if (applied === null) throw new Problem('no-catalog', { detail: 'There is no catalog yet.' });
  const { environments, groups, services } = indexCatalog(applied.catalog);
  const asked = [
    ['environment', 'environment', environments],
    ['region', 'region', regionsIn(applied.catalog)],
    ['service', 'service', services],
    ['team', 'group', groups],
  ] as const;
  const errors = asked.flatMap(([dimension, what, known]) => {
    const name = scope[dimension];
    if (name === undefined || known === null) return [];
    return [
      ...checkReference({ document: 'calendar', pointer: `/${dimension}` }, what, name, known),
    ];
  });
  if (errors.length > 0) throw new Problem('invalid-body', { detail: summaryOf(errors), errors });
}

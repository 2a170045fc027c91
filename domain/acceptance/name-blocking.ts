import { counted } from '../release/counted.ts';
import type { BlockingDefects } from './blocking-defects.ts';

/** Names at most so many defects of a severity; `GET /v1/releases/{release}` has them all. */
const named = 10;

/** Which defects block, for people: `1 high defect is open (SHOP-12) and none may be`. */
export function nameBlocking(blocking: readonly BlockingDefects[]): string {
  return blocking
    .map(({ severity, most, open, ids }) => {
      const shown = ids.slice(0, named).join(', ');
      const rest = ids.length > named ? ` and ${ids.length - named} more` : '';
      const allowed = most === 0 ? 'none may be' : `at most ${most} may be`;
      const are = open === 1 ? 'is' : 'are';
      return `${counted(open, `${severity} defect`)} ${are} open (${shown}${rest}) and ${allowed}`;
    })
    .join('; ');
}

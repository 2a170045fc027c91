import type { ChangeState } from '../release/state.ts';

/** What people call the undoing of a change: `production/schema`. */
export function nameOfUndoing({
  environment,
  component,
}: Pick<ChangeState, 'environment' | 'component'>): string {
  return `${environment}/${component}`;
}

import type { ComponentFacts } from '../../../domain/risk/facts.ts';
import type { FailureMode } from '../../../domain/risk/failure-mode.ts';

/** A component of which the catalog says that nothing depends on it. */
export function aComponentsFacts(change: Partial<ComponentFacts> = {}): ComponentFacts {
  return {
    service: 'web',
    criticality: 'low',
    dataClasses: ['public'],
    content: 'code',
    stateful: false,
    monitoring: 'objectives',
    exposed: true,
    bump: 'patch',
    raises: [],
    history: null,
    ...change,
  };
}

export function aFailureMode(change: Partial<FailureMode> = {}): FailureMode {
  return {
    failure: 'Orders are taken twice.',
    effect: 'Customers are charged twice.',
    severity: 5,
    occurrence: 3,
    detection: 4,
    mitigation: 'Orders have a fingerprint.',
    owner: 'engineers',
    ...change,
  };
}

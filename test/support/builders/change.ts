import type { ChangeState } from '../../../domain/release/state.ts';

/** A deployment of `web` to production that stands there and can be taken back. */
export function aChange(parts: Partial<ChangeState> = {}): ChangeState {
  return {
    key: 'production/web',
    environment: 'production',
    component: 'web',
    what: 'deployment',
    from: null,
    restored: null,
    to: { digest: 'sha256:web', version: '2.0.0' },
    status: 'applied',
    failure: null,
    ...parts,
  };
}

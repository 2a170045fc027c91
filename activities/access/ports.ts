import type { AccessFact } from '../../domain/access/event.ts';
import type { AccessState } from '../../domain/access/state.ts';
import type { Catalog } from '../../domain/plan/catalog.ts';
import type { AccessGranter } from '../ports/access-granter.ts';
import type { Ports } from '../ports/index.ts';
import type { Ledger } from '../ports/records.ts';
import type { AccessActVerifier } from '../ports/signatures.ts';

/** What the records hold of accesses. Facts are refused as those of a release are. */
export type AccessRecords = {
  readonly appendAccessFacts: (access: string, facts: readonly AccessFact[]) => Promise<void>;
  readonly accessState: (access: string) => Promise<AccessState | null>;
  /** Everything to which something can still happen. */
  readonly unsettledAccess: () => Promise<readonly AccessState[]>;
};

/** What the steps of an access work with. */
export type AccessPorts = Pick<Ports, 'statements' | 'directory' | 'notifier' | 'clock'> & {
  readonly grants: AccessRecords;
  readonly ledger: Pick<Ledger, 'appendAction'>;
  /** The catalog that is applied at the moment of asking, or null. */
  readonly catalog: () => Promise<{ readonly catalog: Catalog } | null>;
  readonly actVerifier: AccessActVerifier;
  readonly granter: AccessGranter;
};

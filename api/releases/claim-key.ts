import type { ApiRecords } from '../records-port.ts';

/** A key that a person chose, and the digest of everything that they asked for with it. */
export type ChosenKey = {
  readonly actor: string;
  readonly key: string;
  readonly requestDigest: string;
};

/**
 * Makes the key stand for this request. False when it stands for another one; of two at once one is
 * first.
 */
export async function claimKey(
  key: ChosenKey,
  records: Pick<ApiRecords, 'findKeyed' | 'keepKeyed'>,
): Promise<boolean> {
  await records.keepKeyed({ ...key, response: null });
  return (await records.findKeyed(key)).outcome === 'repeated';
}

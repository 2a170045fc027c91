import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/**
 * What a payload becomes that nobody can read. Guards take it for what it is: not a signed
 * statement.
 */
export const undecodable = { undecodable: true } as const;

/**
 * Like the default converter, but total: a signal that cannot be decoded must not stop the release
 * that it was sent to, so it arrives as *undecodable* and is refused on the record.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: (payload) => {
    try {
      return defaultPayloadConverter.fromPayload(payload);
    } catch {
      return undecodable as never;
    }
  },
};

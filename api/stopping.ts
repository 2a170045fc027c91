/**
 * How an API process ends. First it is `told`: it says that it is not ready, and serves on, so that
 * proxies send new requests elsewhere. Then it is `closing`: it takes nothing new, lets requests
 * end, and asks streams to connect again.
 */
export type Stopping = { readonly told: AbortSignal; readonly closing: AbortSignal };

/** Of an API that nobody stops. */
export const neverStopping: Stopping = {
  told: new AbortController().signal,
  closing: new AbortController().signal,
};

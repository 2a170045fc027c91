import type * as CedarModule from '@cedar-policy/cedar-wasm/nodejs';

export type Cedar = typeof CedarModule;

let cedar: Promise<Cedar> | null = null;

/**
 * Cedar, compiled to WebAssembly. Loading it takes some 80 ms, which only those pay who ask: a
 * process that starts does not.
 */
export function loadCedar(): Promise<Cedar> {
  cedar ??= import('@cedar-policy/cedar-wasm/nodejs');
  return cedar;
}

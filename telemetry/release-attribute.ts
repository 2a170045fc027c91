import { trace } from '@opentelemetry/api';

/** The attribute by which all spans of a release are found, in every process. */
export const releaseAttribute = 'tidegate.release';

/** Says of the running span which release it is about. Nothing happens where nothing is traced. */
export function nameRelease(release: string): void {
  trace.getActiveSpan()?.setAttribute(releaseAttribute, release);
}

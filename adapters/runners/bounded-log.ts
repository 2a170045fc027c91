import { stripVTControlCharacters } from 'node:util';

/** What a command wrote: its beginning and its end, when the whole is too long to keep. */
export type BoundedLog = {
  add(chunk: Uint8Array): void;
  /** What is kept, with a line in the middle that says how much is not. */
  content(): Uint8Array;
  /** The last lines that are not blank, without colours and cursor movements. */
  lastLines(count: number): readonly string[];
};

const recentBytes = 16 * 1024;

/** A log that keeps up to `limitBytes`: one half from the beginning, one from the end. */
export function createBoundedLog(limitBytes: number): BoundedLog {
  const half = Math.floor(limitBytes / 2);
  const head = Buffer.alloc(half);
  let headBytes = 0;
  const tail = createRing(half);
  const recent = createRing(recentBytes);

  return {
    add(chunk) {
      recent.add(chunk);
      const copied = Math.min(chunk.length, half - headBytes);
      head.set(chunk.subarray(0, copied), headBytes);
      headBytes += copied;
      tail.add(chunk.subarray(copied));
    },
    content() {
      const lost = tail.lostBytes();
      const gap = lost === 0 ? '' : `\n[… ${lost} bytes are left out here …]\n`;
      return Buffer.concat([head.subarray(0, headBytes), Buffer.from(gap), tail.content()]);
    },
    lastLines(count) {
      const text = recent.content().toString('utf8');
      const lines = stripVTControlCharacters(text).split(/\r?\n|\r/);
      // The first line has lost its beginning when something before it is gone.
      if (recent.lostBytes() > 0 && lines.length > 1) lines.shift();
      return lines.filter((line) => line.trim() !== '').slice(-count);
    },
  };
}

/** The last `size` bytes of all that was added, in memory that never grows. */
function createRing(size: number) {
  const ring = Buffer.alloc(size);
  let addedBytes = 0;
  return {
    add(chunk: Uint8Array): void {
      const kept = chunk.subarray(Math.max(0, chunk.length - size));
      const start = (addedBytes + chunk.length - kept.length) % size;
      const untilEnd = kept.subarray(0, size - start);
      ring.set(untilEnd, start);
      ring.set(kept.subarray(untilEnd.length), 0);
      addedBytes += chunk.length;
    },
    content(): Buffer {
      if (addedBytes <= size) return ring.subarray(0, addedBytes);
      const oldest = addedBytes % size;
      return Buffer.concat([ring.subarray(oldest), ring.subarray(0, oldest)]);
    },
    lostBytes: () => Math.max(0, addedBytes - size),
  };
}

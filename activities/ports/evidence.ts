import type { JunitReport } from '../../domain/gate/gate.ts';

export type { JunitReport };

/** Reads a JUnit report. What cannot be read is a report that says why, never an error. */
export type ReadJunit = (xml: string) => Promise<JunitReport>;

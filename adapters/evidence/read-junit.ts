import { parse } from 'junit2json';
import type { JunitReport } from '../../activities/ports/evidence.ts';
import { skipProlog } from './skip-prolog.ts';
import { childElements, type Element, tallySuite } from './tally-suite.ts';

const limitBytes = 10 * 1024 * 1024;

/**
 * Reads a JUnit report. What cannot be read, for whatever reason, comes back with the reason and
 * never as an exception, since a gate has to judge it. Tests are counted from the test cases; where
 * a suite declares more failures or errors than it names, as when it could not even start, the
 * declared number counts.
 */
export async function readJunit(xml: string): Promise<JunitReport> {
  const sizeBytes = Buffer.byteLength(xml);
  if (sizeBytes > limitBytes) {
    return unreadable(`It has ${sizeBytes} bytes; at most ${limitBytes} are read.`);
  }
  const body = skipProlog(xml);
  if (/^<!DOCTYPE/i.test(body)) {
    return unreadable('It has a DOCTYPE, which can define endless text; reports need none.');
  }
  try {
    const root = await parseRoot(body);
    if (root === null) {
      return unreadable('It must be one <testsuites> or <testsuite> element and nothing else.');
    }
    return { readable: true, ...tallySuite(root) };
  } catch (error) {
    return unreadable(`It is not well-formed: ${firstLine(error)}`);
  }
}

/**
 * The root element, or null when there is none or more. The parser would take the first of several
 * for the whole report, so it is given an element around them.
 */
async function parseRoot(body: string): Promise<Element | null> {
  // Options of our own, because by default a test that is named "007" turns into the number 7.
  const around: unknown = await parse(`<testsuites>${body}</testsuites>`, { strict: true });
  if (typeof around !== 'object' || around === null) return null;
  const content: Element = { ...around };
  const roots = ['testsuites', 'testsuite'].flatMap((name) => childElements(content, name));
  const [root] = roots;
  return roots.length === 1 && Object.keys(content).length === 1 && root !== undefined
    ? root
    : null;
}

function unreadable(reason: string): JunitReport {
  return { readable: false, reason };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1).join('').slice(0, 200);
}

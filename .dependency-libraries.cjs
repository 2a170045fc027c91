// The libraries that whole folders are held to, by what they are for.

/** Libraries without I/O, clock or state of their own; each is small enough for the sandbox too. */
const pureLibraries = [
  '@noble/hashes',
  'canonicalize',
  'fastest-levenshtein',
  'graphology',
  'graphology-components',
  'graphology-dag',
  'luxon',
  'microdiff',
  'rrule-temporal',
  'semver',
  'spdx-expression-parse',
  'spdx-satisfies',
];

/** What reads a command line, a stream of events or an archive, and draws on a terminal. */
const terminalLibraries = [
  '@bomb.sh/tab',
  'cli-table3',
  'commander',
  'eventsource-parser',
  'log-update',
  'tar',
  'yaml',
];

module.exports = { pureLibraries, terminalLibraries };

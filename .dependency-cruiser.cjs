// Who may import whom, and why. ARCHITECTURE.md tells the same as a picture.

const house =
  '^(spec|domain|workflows|activities|adapters|records|telemetry|workers|api|cli|console|' +
  'embedded|scripts|examples|bench|test)/';

const { pureLibraries, terminalLibraries } = require('./.dependency-libraries.cjs');

const inModules = (names) => `(^|/)node_modules/(${names.join('|')})/`;

/** One rule for each folder: whatever of the house is not named here is closed to it. */
const mayReach = (folder, rooms, comment) => ({
  name: `${folder}-reaches`,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: house, pathNot: `^(${rooms.join('|')})` },
});

/** How a port fails is part of what it promises: these classes are thrown on both sides. */
const portFailures = '^activities/ports/failures';

const typesOnly = (folder, rooms, comment) => ({
  name: `${folder}-types-only`,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: `^(${rooms.join('|')})`,
    pathNot: folder === 'workflows' ? [] : portFailures,
    dependencyTypesNot: ['type-only'],
  },
});

const forbid = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

const rooms = [
  mayReach(
    'domain',
    ['domain/'],
    'Meaning must be the same in the sandbox, the API, a replay and an auditor’s machine.',
  ),
  mayReach(
    'spec',
    ['spec/', 'domain/'],
    'What people write is turned into what it means, and not into how that is carried out.',
  ),
  mayReach(
    'workflows',
    ['workflows/', 'domain/', 'activities/'],
    'A workflow tells the story and holds the time; the domain decides, activities act.',
  ),
  typesOnly(
    'workflows',
    ['activities/'],
    'Activities run outside the sandbox: their code would bring I/O into the bundle.',
  ),
  mayReach(
    'activities',
    ['activities/', 'domain/'],
    'An activity acts through ports and lets the domain decide; any tool may stand behind a port.',
  ),
  mayReach(
    'activities/ports',
    ['activities/ports/', 'domain/'],
    'If a port knew its callers, every adapter would depend on them too.',
  ),
  mayReach(
    'adapters',
    ['adapters/', 'activities/ports/', 'domain/'],
    'An adapter knows one tool and one port, so that it can be replaced with nothing else changed.',
  ),
  mayReach(
    'records',
    ['records/', 'activities/ports/', 'domain/'],
    'The ledger remembers what the domain describes, whoever writes and reads.',
  ),
  typesOnly(
    'records',
    ['activities/ports/'],
    'The records fulfil ports, which takes their types alone.',
  ),
  mayReach(
    'telemetry',
    ['telemetry/'],
    'Traces and logs are told alike by every process, and decide nothing.',
  ),
  mayReach(
    'workers',
    ['(workers|activities|adapters|records|spec|domain|telemetry)/', 'workflows/contract'],
    'The worker wires adapters into activities; workflows it names by path, for the bundler.',
  ),
  mayReach(
    'api',
    [
      '(api|spec|domain|records|telemetry)/',
      'workflows/contract',
      'activities/ports/',
      'adapters/(duties|evidence|feeds)/',
    ],
    'The API reads records and sends signals. It touches no tool, so no request to it can; the ' +
      'engine of the duties only thinks, evidence is files to read, and feeds are read where an ' +
      'operator says, whatever is requested.',
  ),
  typesOnly(
    'api',
    ['activities/ports/'],
    'The API shares the shapes of the records with the workers, never their code.',
  ),
  mayReach(
    'cli',
    ['cli/'],
    'The command line speaks HTTP only; what it can do, anybody’s script can do.',
  ),
  mayReach(
    'console',
    ['console/'],
    'The console speaks HTTP only; what it can do, anybody’s script can do.',
  ),
  mayReach(
    'embedded',
    ['(adapters|embedded|spec)/', 'scripts/install-once', 'examples/[^/]+/create-repository'],
    'The stack of one command starts processes and speaks HTTP to them, as any client does; ' +
      'adapters alone know how to stop what was deployed and which addresses the gateway has.',
  ),
  mayReach(
    'scripts',
    ['scripts/'],
    'Scripts run before anything is installed, or check everything: they depend on none of it.',
  ),
  mayReach('examples', ['examples/'], 'The example is somebody else’s system.'),
  mayReach(
    'bench',
    [
      '(adapters|api|bench|domain|embedded|records|spec|test/support|workers)/',
      'workflows/contract',
    ],
    'A benchmark runs the real parts beside its control, and drives both from outside.',
  ),
];

const libraries = [
  forbid(
    'domain-without-machine',
    { path: '^domain/' },
    { dependencyTypes: ['core'] },
    'Pure means pure: no file, network, process or clock of Node.',
  ),
  forbid(
    'domain-pure-libraries',
    { path: '^domain/' },
    { path: '(^|/)node_modules/', pathNot: inModules(pureLibraries) },
    'A library joins the list above when it has no I/O, clock or randomness.',
  ),
  forbid(
    'workflows-sandbox',
    { path: '^workflows/' },
    {
      path: '(^|/)node_modules/',
      pathNot: inModules(['@temporalio/workflow', '@temporalio/common']),
    },
    'A library in the sandbox costs memory for each cached workflow, and can break replay.',
  ),
  forbid(
    'workflows-without-machine',
    { path: '^workflows/' },
    { dependencyTypes: ['core'] },
    'The sandbox has no Node built-ins: such a workflow fails when it is first loaded.',
  ),
  forbid(
    'activities-through-ports',
    { path: '^activities/' },
    { path: '^(fs|child_process|http|https|http2|net|dgram|dns|tls|sqlite)(/|$)' },
    'An activity that opens a file or socket itself cannot be given another tool.',
  ),
  forbid(
    'activities-libraries',
    { path: '^activities/' },
    {
      path: '(^|/)node_modules/',
      pathNot: inModules(['@temporalio/activity', '@temporalio/common', ...pureLibraries]),
    },
    'Vendors’ libraries belong behind a port, in an adapter.',
  ),
  forbid(
    'records-own-the-database',
    { path: '^(?!(records|adapters/(access/)?postgres|embedded|bench|test|examples)/)' },
    { path: inModules(['pg', 'kysely']) },
    'One folder speaks SQL to the ledger’s database; adapters/postgres knows throw-away ones, ' +
      'adapters/access/postgres those that people are let into.',
  ),
  forbid(
    'cli-libraries',
    { path: '^cli/' },
    { path: '(^|/)node_modules/', pathNot: inModules(terminalLibraries) },
    'Whatever else a library reaches, HTTP is the only way from the command line to Tidegate.',
  ),
  forbid(
    'no-development-tools',
    { path: '^(spec|domain|workflows|activities|adapters|records|workers|api|cli)/' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    'Images hold no development dependencies: this import would fail in production alone.',
  ),
  forbid(
    'declared-libraries',
    {},
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    'What package.json does not name is there by accident, and in another version tomorrow.',
  ),
];

const shape = [
  forbid(
    'no-cycles',
    { pathNot: '^examples/.*/node_modules/' },
    { circular: true },
    'Files that need one another are one thing, or hide a third one that has no name yet.',
  ),
  forbid(
    'contract-is-the-door',
    { pathNot: '^(workflows|test)/' },
    { path: '^workflows/', pathNot: '^workflows/contract' },
    'Ids, signals and queries are in the contract; the rest changes by patches alone.',
  ),
  forbid(
    'found',
    {},
    { couldNotResolve: true },
    'An import of a missing file is noticed when it is needed, which is too late.',
  ),
];

module.exports = {
  forbidden: [...rooms, ...libraries, ...shape],
  options: {
    parser: 'swc',
    // Types count as well: `typesOnly` and the cycles are about them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^examples/[^/]+/(source|changes)/|/node_modules/.*/node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

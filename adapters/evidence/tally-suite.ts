/** An XML element as the parser gives it: attributes as text, children as lists. */
export type Element = Readonly<Record<string, unknown>>;

/** What the test cases of a suite and of the suites inside it add up to. */
export type SuiteTally = {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly failedNames: readonly string[];
};

const namesKept = 20;
const longestName = 200;

/** Adds up a `<testsuites>` or `<testsuite>` element. */
export function tallySuite(suite: Element): SuiteTally {
  const parts = [
    ...childElements(suite, 'testcase').map(tallyCase),
    ...childElements(suite, 'testsuite').map(tallySuite),
  ];
  const counted = {
    tests: sum(parts, 'tests'),
    failures: sum(parts, 'failures'),
    errors: sum(parts, 'errors'),
    skipped: sum(parts, 'skipped'),
  };
  return {
    ...counted,
    failures: Math.max(counted.failures, declared(suite, 'failures')),
    errors: Math.max(counted.errors, declared(suite, 'errors')),
    failedNames: parts.flatMap(({ failedNames }) => failedNames).slice(0, namesKept),
  };
}

function tallyCase(testCase: Element): SuiteTally {
  const isError = has(testCase, 'error');
  const isFailure = !isError && has(testCase, 'failure');
  const isSkipped = !isError && !isFailure && has(testCase, 'skipped');
  return {
    tests: 1,
    failures: Number(isFailure),
    errors: Number(isError),
    skipped: Number(isSkipped),
    failedNames: isError || isFailure ? [nameOf(testCase)] : [],
  };
}

function nameOf(testCase: Element): string {
  const parts = [text(testCase, 'classname'), text(testCase, 'name')].filter((part) => part !== '');
  return (parts.join(' › ') || 'a test without a name').slice(0, longestName);
}

/** The child elements of that name. One without attributes and children comes as text. */
export function childElements(parent: Element, name: string): readonly Element[] {
  const found = member(parent, name);
  if (!Array.isArray(found)) return [];
  return found.map((child: unknown) =>
    typeof child === 'object' && child !== null ? { ...child } : {},
  );
}

function has(parent: Element, name: string): boolean {
  return Array.isArray(member(parent, name));
}

function declared(suite: Element, name: string): number {
  const number = Number(text(suite, name));
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

function text(parent: Element, name: string): string {
  const found = member(parent, name);
  return typeof found === 'string' ? found : '';
}

/** Only what the report itself says: an element may be named as something every object has. */
function member(parent: Element, name: string): unknown {
  return Object.hasOwn(parent, name) ? parent[name] : undefined;
}

function sum(parts: readonly SuiteTally[], count: 'tests' | 'failures' | 'errors' | 'skipped') {
  return parts.reduce((total, part) => total + part[count], 0);
}

// Stands for a test run: writes the JUnit report that its version is said to earn.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const { tests = ['passes'] } = JSON.parse(readFileSync('behaviour.json', 'utf8'));
// A run that tests nothing, and leaves whatever report lies there.
if (tests === 'none') process.exit(0);
const cases = tests.map((outcome, index) => {
  const failure = outcome === 'fails' ? '<failure message="expected 2, got 3"/>' : '';
  return `<testcase classname="shop" name="case ${index + 1}">${failure}</testcase>`;
});
const failed = tests.filter((outcome) => outcome === 'fails').length;
const counts = `tests="${tests.length}" failures="${failed}" errors="0" skipped="0"`;
mkdirSync('reports', { recursive: true });
writeFileSync(
  'reports/junit.xml',
  `<testsuites ${counts}><testsuite name="shop" ${counts}>` +
    `${cases.join('')}</testsuite></testsuites>`,
);
process.exit(failed > 0 ? 1 : 0);

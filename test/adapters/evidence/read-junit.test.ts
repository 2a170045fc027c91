import { readJunit } from '../../../adapters/evidence/read-junit.ts';

const report = (counts: object, failedNames: string[] = []) => ({
  readable: true,
  tests: 0,
  failures: 0,
  errors: 0,
  skipped: 0,
  failedNames,
  ...counts,
});

describe('a report', () => {
  test('is counted from its test cases, whatever its suites contain', async () => {
    const xml = `<?xml version="1.0"?>
      <!-- made by a tool -->
      <testsuites>
        <testsuite name="orders" tests="99">
          <testcase classname="orders" name="takes an order"/>
          <testcase classname="orders" name="007"><failure message="no"/></testcase>
          <testcase name="waits"><skipped/></testcase>
          <testsuite name="inner"><testcase name="breaks"><error>boom</error></testcase></testsuite>
        </testsuite>
      </testsuites>`;
    expect(await readJunit(xml)).toEqual(
      report({ tests: 4, failures: 1, errors: 1, skipped: 1 }, ['orders › 007', 'breaks']),
    );
  });

  test('of a suite that could not start counts what the suite declares', async () => {
    const xml = '<testsuites><testsuite name="a" errors="1" failures="2" tests="3"/></testsuites>';
    expect(await readJunit(xml)).toEqual(report({ failures: 2, errors: 1 }));
  });

  test('with both a failure and an error in one case counts the case once', async () => {
    const xml = '<testsuite><testcase name="a"><failure/><error/><skipped/></testcase></testsuite>';
    expect(await readJunit(xml)).toEqual(report({ tests: 1, errors: 1 }, ['a']));
  });

  test('names the first twenty failures and no more', async () => {
    const cases = Array.from(
      { length: 30 },
      (_, n) => `<testcase name="t${n}"><failure/></testcase>`,
    );
    const read = await readJunit(`<testsuite>${cases.join('')}</testsuite>`);
    expect(read).toMatchObject({ tests: 30, failures: 30 });
    expect(read).toHaveProperty(
      'failedNames',
      Array.from({ length: 20 }, (_, n) => `t${n}`),
    );
  });

  test('may speak of a DOCTYPE in the output of a test', async () => {
    const xml =
      '<testsuite><testcase name="a"><failure><![CDATA[<!DOCTYPE html>]]></failure></testcase>' +
      '</testsuite>';
    expect(await readJunit(xml)).toEqual(report({ tests: 1, failures: 1 }, ['a']));
  });

  test('without any test is read as one, for the gate to judge', async () => {
    expect(await readJunit('<testsuites/>')).toEqual(report({}));
  });
});

describe('what is not a report', () => {
  const bomb = `<?xml version="1.0"?><!-- x --><!DOCTYPE testsuite [<!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><testsuite><testcase name="&b;"/></testsuite>`;
  test.each([
    ['an empty file', '', /one <testsuites> or <testsuite>/],
    ['a file of text', 'Tests: 12 passed', /one <testsuites> or <testsuite>|well-formed/],
    ['another document', '<html/>', /one <testsuites> or <testsuite>/],
    ['a report cut short', '<testsuite><testcase name="a">', /not well-formed/],
    ['two reports in one file', '<testsuite/><testsuite failures="1"/>', /one <testsuites>/],
    ['a report that closes what is around it', '</testsuites><testsuites>', /one <testsuites>/],
    ['entities that multiply', bomb, /DOCTYPE/],
    [
      'a DOCTYPE in small letters',
      '<!doctype a SYSTEM "file:///etc/passwd"><testsuite/>',
      /DOCTYPE/,
    ],
    [
      'an entity nobody defined',
      '<testsuite><testcase name="&b;"/></testsuite>',
      /not well-formed/,
    ],
    ['elements without end', '<testsuite>'.repeat(300_000), /not well-formed/],
    ['more than ten megabytes', ' '.repeat(11 * 1024 * 1024), /at most 10485760 are read/],
  ])('is unreadable with the reason: %s', async (_what, xml, reason) => {
    const read = await readJunit(xml);
    expect(read).toEqual({ readable: false, reason: expect.stringMatching(reason) });
  });

  test('cannot pass off its elements as parts of every object', async () => {
    const xml =
      '<testsuite><__proto__ polluted="yes"/><constructor/><testcase name="a"/></testsuite>';
    expect(await readJunit(xml)).toEqual(report({ tests: 1 }));
    expect({}).not.toHaveProperty('polluted');
  });
});

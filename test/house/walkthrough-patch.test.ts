import { readPatch } from '../../scripts/walkthroughs/read-patch.ts';

const diff = `diff --git a/test/domain/gate/new.test.ts b/test/domain/gate/new.test.ts
new file mode 100644
--- /dev/null
+++ b/test/domain/gate/new.test.ts
@@ -0,0 +1 @@
+test('is new', () => {});
`;
const withoutTest = `diff --git a/domain/gate/new.ts b/domain/gate/new.ts
--- /dev/null
+++ b/domain/gate/new.ts
@@ -0,0 +1 @@
+export const novelty = 1;
`;

test('a patch says what it adds, and its tests are those that it touches', () => {
  expect(readPatch(`Add a gate\n\n${diff}`)).toEqual({
    title: 'Add a gate',
    tests: ['test/domain/gate/new.test.ts'],
  });
});

test('a patch can name tests that are there already', () => {
  const { tests } = readPatch(`Add a gate\nTest: test/a.test.ts test/b.test.ts\n${withoutTest}`);
  expect(tests).toEqual(['test/a.test.ts', 'test/b.test.ts']);
});

test('a patch without a title is refused', () => {
  expect(() => readPatch(diff)).toThrow(/first line/);
});

test('a patch that shows nothing by a test is refused', () => {
  expect(() => readPatch(`Add a gate\n${withoutTest}`)).toThrow(/no test/);
});

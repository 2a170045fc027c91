import fc from 'fast-check';
import type { z } from 'zod';
import { command } from '../../spec/field/command.ts';
import { duration, positiveDuration } from '../../spec/field/duration.ts';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';
import { relativePath } from '../../spec/field/relative-path.ts';
import { version } from '../../spec/field/version.ts';

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['3d', 259_200_000],
  ])('written %s is %d milliseconds', (text, milliseconds) => {
    expect(duration.parse(text)).toBe(milliseconds);
  });

  test.each(['', '90', '1.5h', '-1s', '1 h', '1h30m', '1w', '1y', 'soon', '01s', '367d', 90, null])(
    'is not %j',
    (value) => {
      expect(accepts(duration, value)).toBe(false);
    },
  );

  test('is longer than nothing where nothing makes no sense', () => {
    expect(accepts(positiveDuration, '0s')).toBe(false);
    expect(accepts(positiveDuration, '1ms')).toBe(true);
  });

  test('of more units is never shorter', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 365 }),
        fc.constantFrom('ms', 's', 'm', 'h', 'd'),
        (count, unit) => {
          expect(duration.parse(`${count + 1}${unit}`)).toBeGreaterThan(
            duration.parse(`${count}${unit}`),
          );
        },
      ),
    );
  });
});

describe('a version', () => {
  test.each(['1.0.0', '2.0.0-rc.1', '1.0.0+build.5', '2026.05.1', '1.0'])('is %s', (text) => {
    expect(version.parse(text)).toBe(text);
  });

  test.each(['v1.0.0', '=1.0.0', ' 1.0.0', '1.0.0 ', '1/0', '1_0', 'latest', '^1.0.0', '', 1])(
    'is not %j',
    (value) => {
      expect(accepts(version, value)).toBe(false);
    },
  );
});

describe('an instant', () => {
  test('is read as the same instant in UTC', () => {
    expect(instant.parse('2026-12-24T18:00:00+01:00')).toBe('2026-12-24T17:00:00.000Z');
  });

  test.each(['2026-12-24', '2026-12-24T18:00:00', '2026-13-01T00:00:00Z', 'tomorrow'])(
    'is not %s',
    (text) => {
      expect(accepts(instant, text)).toBe(false);
    },
  );
});

describe('a name', () => {
  test.each(['a', 'web-shop', '9lives', 'a'.repeat(63)])('is %s', (text) => {
    expect(accepts(name, text)).toBe(true);
  });

  test.each(['', 'Web', 'web_shop', '-web', 'web-', 'web.shop', 'a/b', '..', 'a'.repeat(64), 'ä'])(
    'is not %s',
    (text) => {
      expect(accepts(name, text)).toBe(false);
    },
  );
});

describe('a relative path', () => {
  test.each(['.', 'dist', 'services/web', './dist', 'a..b'])('is %s', (text) => {
    expect(accepts(relativePath, text)).toBe(true);
  });

  test.each(['', '/etc', '../other', 'a/../../b', 'C:/x', 'a\\b', 'a\0b'])('is not %j', (text) => {
    expect(accepts(relativePath, text)).toBe(false);
  });
});

describe('a command', () => {
  test('is a list of a program and its arguments, never a line for a shell', () => {
    expect(accepts(command, ['npm', 'test'])).toBe(true);
    expect(accepts(command, 'npm test')).toBe(false);
    expect(accepts(command, [])).toBe(false);
    expect(accepts(command, [''])).toBe(false);
  });
});

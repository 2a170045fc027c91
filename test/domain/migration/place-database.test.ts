import { databasesNamedIn, placeDatabase } from '../../../domain/migration/place-database.ts';

const settings = {
  env: { DATABASE_URL: '{database.shop}', OTHER: '{origin.web}' },
  apply: ['migrate', '--url={database.shop}', '{previous.version}'],
  timeoutMs: 1,
};

test('the address stands wherever settings ask for a database, and nothing else changes', () => {
  // An address with `$&` in it must not be read as a pattern of replacement.
  expect(placeDatabase(settings, 'postgresql://u:$&@h/d')).toEqual({
    env: { DATABASE_URL: 'postgresql://u:$&@h/d', OTHER: '{origin.web}' },
    apply: ['migrate', '--url=postgresql://u:$&@h/d', '{previous.version}'],
    timeoutMs: 1,
  });
});

test('every database that settings name is known once', () => {
  expect(databasesNamedIn(settings)).toEqual(['shop']);
  expect(databasesNamedIn({ url: 'postgresql://somewhere' })).toEqual([]);
  expect(databasesNamedIn({ a: '{database.one}', b: ['{database.two}'] })).toEqual(['one', 'two']);
});

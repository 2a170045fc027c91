import { parseValue } from '../../spec/parse-document.ts';
import { catalogValue } from '../support/builders/documents.ts';

function problemsWith(settings: unknown) {
  const parsed = parseValue(catalogValue(settings));
  return 'problems' in parsed ? parsed.problems : [];
}

describe('the settings of a deployment', () => {
  test.each([
    'PASSWORD',
    'DATABASE_PASSWORD',
    'apiToken',
    'client-secret',
    'AWS_SECRET_ACCESS_KEY',
    'privateKey',
    'API_KEY',
    'credentials',
  ])('refuse a literal value for %s and name the syntax of a reference', (key) => {
    const [problem] = problemsWith({ env: { [key]: 'hunter2' } });
    expect(problem).toMatchObject({
      code: 'literal-secret',
      pointer: `/spec/services/0/deployments/dev/settings/env/${key}`,
    });
    expect(problem?.remedy).toContain('{ secretRef: <name> }');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  test('refuse an address with a password in it, wherever it stands', () => {
    const problems = problemsWith({ apply: ['psql', 'postgres://shop:hunter2@db/shop'] });
    expect(problems).toMatchObject([
      { code: 'literal-secret', pointer: '/spec/services/0/deployments/dev/settings/apply/1' },
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test.each([
    ['a reference', { PASSWORD: { secretRef: 'shop-password' } }],
    ['a placeholder', { DATABASE_PASSWORD: '{database.shop}' }],
    ['nothing', { TOKEN: '' }],
    ['a key that only sounds like it', { TOKEN_URL: 'https://id.example/token', MONKEY: 'banana' }],
    ['an address without a password', { DATABASE_URL: 'postgres://db.example/shop' }],
  ])('accept %s', (_what, env) => {
    expect(problemsWith({ env })).toEqual([]);
  });

  test('have company: a repository address holds no password either, and it is not shown', () => {
    const value = catalogValue();
    const text = JSON.stringify(value).replace('/repository', 'https://me:hunter2@git.example/x');
    const parsed = parseValue(JSON.parse(text));
    const problems = 'problems' in parsed ? parsed.problems : [];
    expect(problems).toMatchObject([
      { code: 'literal-secret', pointer: '/spec/services/0/source/repository' },
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

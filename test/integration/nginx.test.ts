import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeTrafficContract } from '../adapters/traffic/contract.ts';
import { quietStep } from '../support/deployers/step-context.ts';
import { nginxKind } from '../support/nginx/nginx-subject.ts';
import { share } from '../support/traffic/backends.ts';
import { askVersions } from '../support/traffic/given-gateway.ts';
import { useTraffic } from '../support/traffic/given-subject.ts';

describeTrafficContract(nginxKind().kind);

describe('the configuration of nginx', () => {
  const { root, kind } = nginxKind();
  const given = useTraffic(kind);
  const file = join(root, 'nginx.conf');

  test('is not written over where somebody has changed it, and says what differs', async () => {
    const { old, fresh, divide } = given();
    const origin = await divide('a', share(100, old));
    const written = await readFile(file, 'utf8');
    await appendFile(file, '# client_max_body_size 1m;\n');
    const effects = await given().subject.effects();

    await expect(divide('b', share(100, fresh))).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'traffic/foreign-change',
      message: expect.stringContaining('+ # client_max_body_size 1m;'),
    });
    expect(await given().subject.effects()).toBe(effects);
    expect(await askVersions(origin, 2)).toEqual(['1.0.0', '1.0.0']);
    await writeFile(file, written);
    await divide('b', share(100, fresh));
    expect(await askVersions(origin, 2)).toEqual(['2.0.0', '2.0.0']);
  });

  test('is written anew where it was removed', async () => {
    const { old, fresh, divide } = given();
    const origin = await divide('a', share(100, old));
    await rm(file);
    await divide('b', share(100, fresh));

    expect(await askVersions(origin, 2)).toEqual(['2.0.0', '2.0.0']);
    expect(await readFile(file, 'utf8')).toContain('Written by Tidegate');
  });

  test('stays as it is where nginx refuses what would come', async () => {
    const { old, fresh, divide } = given();
    const origin = await divide('a', share(100, old));
    const written = await readFile(file, 'utf8');
    const nowhere = { ...share(100, fresh), addresses: ['http://nowhere.invalid'] };

    await expect(divide('b', nowhere)).rejects.toMatchObject({
      kind: 'terminal',
      code: 'traffic/config-refused',
      message: expect.stringContaining('host not found in upstream'),
    });
    expect(await readFile(file, 'utf8')).toBe(written);
    await divide('c', share(100, fresh));
    expect(await askVersions(origin, 2)).toEqual(['2.0.0', '2.0.0']);
  });

  test('takes no names or addresses that would mean something to nginx', async () => {
    const { subject, old, order } = given();
    const injected = { ...share(100, old), addresses: ['http://127.0.0.1:1; deny all'] };

    for (const wrong of [
      order('a', [injected]),
      order('a', [share(100, old)], { component: 'web;\n}' }),
      order('a', [share(100, old)], { sessions: { cookie: 'a b' } }),
    ]) {
      await expect(subject.traffic.shift(wrong, quietStep())).rejects.toMatchObject({
        kind: 'terminal',
        code: 'traffic/bad-division',
      });
    }
  });
});

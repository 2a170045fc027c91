import { FIRST, givenFirstServes, SECOND } from '../../../support/deployers/given.ts';
import { createLocalProcessSubject } from '../../../support/deployers/local-process-subject.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import type { DeployerSubject } from '../../../support/deployers/subject.ts';

const given = (test: (subject: DeployerSubject) => Promise<void>) =>
  givenFirstServes(createLocalProcessSubject, test);

/** Heeds its arguments alone, and knows nothing of Tidegate. */
const server = `
  const [host, port] = process.argv.slice(-2);
  require('node:http').createServer((_, response) => response.end('well')).listen(port, host);`;

/** Lets somebody else listen on its port, who carries none of its environment. */
const host = `
  const args = ['-e', process.argv[1], ...process.argv.slice(-2)];
  const stdio = ['pipe', 'inherit', 'inherit'];
  require('node:child_process').spawn(process.execPath, args, { env: {}, stdio });`;
const stranger = `${server} process.stdin.resume().on('end', () => process.exit(0));`;

function foreign(subject: DeployerSubject, command: readonly string[], versionPath: string | null) {
  const order = subject.order(SECOND);
  const settings = { ...order.settings, command: ['node', '-e', ...command, '{host}', '{port}'] };
  return { ...order, settings: { ...settings, versionPath, startTimeoutMs: 3_000 } };
}

test('serves with a program that takes its port as an argument and cannot say what it is', () =>
  given(async (subject) => {
    const order = foreign(subject, [server], null);
    const { candidate } = await subject.deployer.apply(order, quietStep());
    const [instance] = candidate.instances;
    expect(await (await fetch(`${instance?.address}`)).text()).toBe('well');

    await subject.deployer.settle(order, quietStep());
    const observed = await subject.deployer.observe(order, order.settings, quietStep());
    expect(observed.current).toMatchObject({ digest: order.artifact.digest, version: '2.0.0' });
    expect(observed.current?.instances).toEqual([instance]);
  }));

test('does not take another program on the port for the one that was started', () =>
  given(async (subject) => {
    const order = foreign(subject, [host, stranger], null);
    await expect(subject.deployer.apply(order, quietStep())).rejects.toMatchObject({
      code: 'deployer/not-ready',
      message: expect.stringContaining('is answered by another program'),
    });
    await subject.deployer.undo(order, quietStep());
    const first = subject.order(FIRST);
    const observed = await subject.deployer.observe(first, first.settings, quietStep());
    expect(observed.current).toMatchObject({ version: '1.0.0' });
  }));

test('asks a program for its digest unless the settings say that it cannot tell', () =>
  given(async (subject) => {
    const order = foreign(subject, [server], '/version');
    await expect(subject.deployer.apply(order, quietStep())).rejects.toMatchObject({
      code: 'deployer/not-ready',
      message: expect.stringContaining('/version reports the digest (none)'),
    });
    await subject.deployer.undo(order, quietStep());
  }));

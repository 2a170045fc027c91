import { createDeployer } from '../../../adapters/deployers/index.ts';

test.each(['local-process', 'command'])('knows the deployer %s', (name) => {
  expect(createDeployer(name, { stateFolder: '/nowhere' }).tool).toBe(name);
});

test.each(['local-proces', 'toString', '__proto__'])('refuses the unknown deployer %s', (name) => {
  const create = () => createDeployer(name, { stateFolder: '/nowhere' });
  expect(create).toThrow(/Did you mean "[a-z-]+"\? Known are local-process, command/);
});

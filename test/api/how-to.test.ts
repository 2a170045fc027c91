import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppliedDocument } from '../../records/applied-files.ts';
import { type ApiStage, openApiStage } from '../support/api/api-stage.ts';
import { aCatalog, anEnvironmentPolicy, aPolicy } from '../support/builders/plan-sources.ts';
import { readSteps, typeIn } from '../support/how-to/run-how-to.ts';

const regions = ['ap', 'eu', 'us'];
const regional = regions.map((region) => `production-${region}`);

/** One after the other, each where it says. */
function documents(): readonly AppliedDocument[] {
  const base = aCatalog();
  const deployment = { deployer: 'fake', settings: {}, traffic: true };
  const document = aCatalog({
    groups: [
      ...base.groups,
      { id: 'finance', title: 'Finance', members: ['cora'] },
      { id: 'compliance', title: 'Compliance', members: ['cliff'] },
    ],
    environments: [
      ...base.environments,
      ...regions.map((region, place) => ({
        name: `production-${region}`,
        promotesFrom: regional[place - 1] ?? null,
        soakMs: 0,
        region,
      })),
    ],
    services: base.services.map((service) => ({
      ...service,
      deployments: {
        ...service.deployments,
        ...Object.fromEntries(regional.map((name) => [name, deployment])),
      },
    })),
  });
  const windowed = anEnvironmentPolicy({ window: true });
  const policy = aPolicy(Object.fromEntries(regional.map((name) => [name, windowed])));
  return [
    { kind: 'Catalog', name: 'shop', document },
    { kind: 'Policy', name: policy.name, document: policy },
  ];
}

let stage: ApiStage;
let server: Server;
let reader: { readonly origin: string; readonly tokens: Readonly<Record<string, string>> };

beforeAll(async () => {
  stage = await openApiStage(documents());
  // The hour that the documents speak of.
  server = createServer(stage.appWith({ clock: () => new Date('2026-12-30T16:00:00Z') }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const tokens: Record<string, string> = {};
  for (const person of ['rita', 'erin']) {
    const subject = await stage.records.subjectOf(person);
    tokens[person] = (await stage.devIssuer.issue(subject ?? '')).token;
  }
  reader = { origin: `http://127.0.0.1:${port}`, tokens };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await stage.close();
});

test.each(['hold-a-financial-close', 'keep-an-embargo'])(
  'docs/how-to/%s.md is true',
  async (name) => {
    const steps = readSteps(`docs/how-to/${name}.md`);
    expect(steps.length).toBeGreaterThan(2);
    for (const step of steps) {
      const answer = await typeIn(step, reader);
      expect(answer).toMatchObject(step.answer as object);
    }
  },
);

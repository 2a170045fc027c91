import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTimeSkippingServer } from '../../embedded/toolchain/time-skipping-server.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { Answer } from '../support/journey/person.ts';
import { type RehearsalHost, startRehearsalHost } from '../support/journey/rehearsal-host.ts';

type Rehearsed = {
  readonly account: { readonly outcome: object } | null;
  readonly links: { readonly self: string };
};

const read = (name: string) => readFileSync(join('examples/storefront', name), 'utf8');
const longMs = 180_000;

const shop = useJourney(({ apply }) =>
  apply(
    ...['catalog.yaml', 'policy.yaml', 'calendar.yaml'].map((name) => ({ name, text: read(name) })),
  ),
);

let host: RehearsalHost | null = null;
afterAll(() => host?.stop());

test(
  'a rehearsal whose host is killed leaves no server behind, and is played again by another one',
  async () => {
    const server = await findTimeSkippingServer(() => {});
    const killed = await startRehearsalHost(shop.journey, server);
    const erin = await shop.journey.person('erin');
    const spec = read('release-2.0.0.yaml');
    const ask = async () => {
      const answer: Answer<Rehearsed> = await erin.post('/v1/rehearsals', { spec });
      return answer.status === 503 ? null : answer;
    };
    const answering = eventually('an answer', ask);
    const servers = await eventually('the server of the rehearsal', async () => {
      const children = killed.children();
      return children.length > 0 ? children : null;
    });
    killed.kill();
    await eventually('the end of the server', async () =>
      servers.some((pid) => existsSync(`/proc/${pid}`)) ? null : true,
    );
    host = await startRehearsalHost(shop.journey, server);
    const { links } = (await answering).body;
    const account = await eventually(
      'the account',
      async () => (await erin.get<Rehearsed>(links.self)).body.account,
      () => '',
      120_000,
    );
    expect(account.outcome).toMatchObject({ ended: 'closed', result: 'released' });
  },
  longMs,
);

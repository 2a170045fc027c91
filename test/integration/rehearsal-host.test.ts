import { existsSync } from 'node:fs';
import { findTimeSkippingServer } from '../../embedded/toolchain/time-skipping-server.ts';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { Answer } from '../support/journey/person.ts';
import { type RehearsalHost, startRehearsalHost } from '../support/journey/rehearsal-host.ts';

type Rehearsed = {
  readonly account: { readonly outcome: object } | null;
  readonly links: { readonly self: string };
};

const longMs = 180_000;

const well = { check: 'http', name: 'well', component: 'shop', path: '/', at: 'gateway' };
const lab = quietEnvironment({ checklist: [{ item: 'rollback-rehearsal' }], validate: [well] });
const releaseOf = (version: string) =>
  shopRelease({ name: 'rehearsed', policy: 'rehearsed', version });

const shop = useJourney(({ apply }) => apply(shopPolicy('rehearsed', { lab })));

let host: RehearsalHost | null = null;
afterAll(() => host?.stop());

test(
  'a rehearsal whose host is killed leaves no server behind, and is played again by another one',
  async () => {
    const server = await findTimeSkippingServer(() => {});
    const killed = await startRehearsalHost(shop.journey, server);
    const erin = await shop.journey.person('erin');
    const spec = JSON.stringify(releaseOf('1.0.0'));
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

test(
  'a release is held until its rollback was rehearsed with its very plan',
  async () => {
    const { begin, person } = shop.journey;
    host ??= await startRehearsalHost(shop.journey, await findTimeSkippingServer(() => {}));
    const spec = releaseOf('1.0.0');
    const erin = await person('erin');
    const rehearse = async (document: object, fail: readonly string[]) => {
      const asked: Answer<Rehearsed> = await erin.post('/v1/rehearsals', {
        spec: JSON.stringify(document),
        mishaps: { fail },
      });
      const look = async () => (await erin.get<Rehearsed>(asked.body.links.self)).body.account;
      return eventually('the account', look, () => JSON.stringify(asked.body), 120_000);
    };
    const release = await begin(spec);
    const held = async (attempt: number) => {
      await release.until(`has failed ${attempt} times`, ({ stages }) =>
        stages.some((stage) => stage.status === 'failed' && stage.attempt === attempt),
      );
      return (await release.untilBlocked('lab/checklist/failed')).reason;
    };
    const remedy = /Run `tidegate rehearse SPEC --fail lab\/validate`, then send retry\./;
    expect(await held(1)).toMatch(remedy);
    await rehearse(releaseOf('1.0.1'), ['lab/validate']);
    await release.command('opal', 'retry');
    expect(await held(2)).toMatch(remedy);
    const account = await rehearse(spec, ['lab/validate']);
    expect(account.outcome).toMatchObject({ ended: 'closed', result: 'rolled-back' });
    await release.command('opal', 'retry');
    expect((await release.review()).outcome).toBe('released');
    const judged = (await release.facts('gate.judged')).filter(
      ({ gate }) => gate === 'rollback-rehearsal',
    );
    expect(judged.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive', 'pass']);
    expect(judged.at(-1)?.evidence?.digest).toMatch(/^sha256:/);
  },
  longMs,
);

import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventAnswer } from '../../cli/http/event-answer.ts';
import { cliAt } from '../support/cli/at-journey.ts';
import { openProxy } from '../support/cli/open-proxy.ts';
import { documentOf, documentsOf, startCli, stopClis } from '../support/cli/run-cli.ts';
import {
  anApproval,
  quietEnvironment,
  shopCalendar,
  shopPolicy,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';

type Planned = { digest: string };
type Inbox = { approvals: { release: string }[] };
type Page = { releases: { release: string }[]; nextPageToken: string | null };

const escapeCharacter = String.fromCharCode(27);

const shop = useJourney(async ({ apply, repository }) => {
  repository.version('2.0.0');
  await apply(
    shopPolicy('one', { lab: quietEnvironment({ approvals: [anApproval('cab')] }) }),
    shopPolicy('tested', {
      lab: quietEnvironment({ uat: { group: 'testers', cycle: '1h', escalateTo: 'management' } }),
    }),
  );
});

afterAll(stopClis);

const { tidegate, withApi, specFile } = cliAt(shop);

function untilStarted(name: string): Promise<true> {
  return eventually(`${name} is started`, async () => {
    const rita = await shop.journey.person('rita');
    return (await rita.get(`/v1/releases/${name}`)).status === 200 ? true : null;
  });
}

async function waiting(name: string, policy?: string): Promise<void> {
  const { code, errors } = await tidegate(`start ${specFile(name, policy)} --as erin`);
  expect([code, errors]).toEqual([0, expect.stringContaining('Digest')]);
  await shop.journey.release(name).untilBlocked(policy === 'tested' ? 'lab/uat' : 'lab/cab');
}

test('takes a release from plan to its end: start, watch, approve, events, verify', async () => {
  const file = specFile('whole');
  const planned = documentOf(await tidegate(`plan ${file} --json --as erin`)) as Planned;
  const start = `start ${file} --digest ${planned.digest} --watch --as erin`;
  const started = startCli(start.split(' '), withApi());
  await untilStarted('whole');
  const proxy = await openProxy(shop.journey.origin);
  const env = { TIDEGATE_URL: proxy.origin };
  const heard = startCli('watch whole --json --as rita'.split(' '), withApi({ env }));
  await shop.journey.release('whole').untilBlocked('lab/cab');
  await eventually('the stream stands', async () => (proxy.connections() > 0 ? true : null));
  proxy.breakAll();

  const approved = await tidegate('approve whole lab/cab --comment Seen. --as cora');
  expect([approved.code, approved.out]).toEqual([0, expect.stringMatching(/^accepted: /)]);
  expect(approved.errors).toContain(planned.digest);
  await shop.journey.release('whole').until('is reviewed', ({ phase }) => phase === 'reviewing');
  for (const target of ['review', 'runbook']) {
    const order = `command whole complete-obligation -t ${target} -e https://wiki.example -r Held.`;
    expect((await tidegate(`${order} --as rita`)).code).toBe(0);
  }

  const watched = await started.answer;
  expect(watched.code).toBe(0);
  expect(watched.out).toContain(`Started whole with the plan ${planned.digest}.`);
  expect(watched.out).toMatch(
    /… 1 of cab must decide lab\/cab\. Cleared by cab; until 20.*expires/,
  );
  expect(watched.out).toMatch(/✓ deploy component shop \d+(\.\d)? m?s\n/);
  expect(watched.out).toMatch(/✓ lab\/deploy: .* \(\d+(\.\d)? m?s\)\n/);
  expect(watched.out).toMatch(/■ closed: released\n$/);
  expect(watched.out).not.toContain(escapeCharacter);
  const stream = await heard.answer;
  await proxy.close();

  const events = documentsOf(await tidegate('events whole --json --as rita')) as EventAnswer[];
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
  expect(documentsOf(stream)).toEqual(events);
  expect(proxy.opened()).toBeGreaterThan(1);
  const verified = await tidegate('verify whole --as audra');
  expect([verified.code, verified.out]).toEqual([
    0,
    expect.stringContaining(`The ledger holds: ${events.length} entries`),
  ]);
}, 90_000);

test('exports evidence as one file, checks it offline, and overwrites nothing', async () => {
  const file = join(shop.journey.stateFolder, 'evidence-whole.tar.gz');
  const exported = await tidegate(`evidence whole -o ${file} --as audra`);
  expect([exported.code, exported.errors]).toEqual([0, '']);
  expect(exported.out).toMatch(/The archive holds\.\nThe digest of its SHA256SUMS is sha256:/);
  const bytes = readFileSync(file);
  const again = await tidegate(`evidence whole -o ${file} --as audra`);
  expect([again.code, again.errors]).toEqual([2, expect.stringContaining('is there already')]);
  expect((await tidegate(`evidence whole -o ${file}.2 --as nora`)).code).toBe(3);
  expect([existsSync(`${file}.2`), readFileSync(file)]).toEqual([false, bytes]);
  expect((await tidegate(`evidence whole -o ${file} --force --as audra`)).code).toBe(0);

  const offline = { env: { TIDEGATE_URL: 'http://127.0.0.1:1' } };
  const ring = join(shop.journey.stateFolder, 'key-ring.json');
  const held = await tidegate(`verify ${file} --key-ring ${ring} --json`, offline);
  expect([held.code, documentOf(held)]).toEqual([
    0,
    expect.objectContaining({ holds: true, keyIsKnown: true, release: 'whole' }),
  ]);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(file, bytes);
  const broken = await tidegate(`verify ${file}`, offline);
  expect([broken.code, broken.out]).toEqual([1, expect.stringContaining('The archive is broken.')]);
  expect((await tidegate(`verify ${file}.3`, offline)).code).toBe(2);
});

test('completes names of releases, and stays silent when nobody answers', async () => {
  const asked = await tidegate('complete -- watch --as rita wh');
  expect([asked.code, asked.out, asked.errors]).toEqual([0, 'whole\treleased\n:4\n', '']);
  const away = await tidegate('complete -- watch --as rita --url http://127.0.0.1:1 wh');
  expect([away.code, away.out, away.errors]).toEqual([0, ':4\n', '']);
});

test('says by which rule somebody may not decide, and sends nothing unseen', async () => {
  await waiting('refused');
  const asked = await shop.journey.release('refused').view();
  const author = await tidegate('approve refused lab/cab --as dana');
  expect([author.code, author.out]).toEqual([3, '']);
  expect(author.errors).toMatch(/approval\/author-of-the-change, trace \S+/);
  expect(author.errors).toContain('Ask another person of the group.');
  const named = `--json --subject-digest ${asked.requirements[0]?.subjectDigest}`;
  const document = await tidegate(`approve refused lab/cab ${named} --as dana`);
  expect(JSON.parse(document.errors)).toMatchObject({ code: 'approval/author-of-the-change' });

  const blind = await tidegate('approve refused lab/cab --json --as cora');
  expect([blind.code, blind.errors]).toEqual([2, expect.stringContaining('--subject-digest')]);
  const other = `sha256:${'0'.repeat(64)}`;
  const stale = await tidegate(`approve refused lab/cab --subject-digest ${other} --as cora`);
  expect([stale.code, stale.errors]).toEqual([1, expect.stringContaining('Nothing was sent.')]);
  const unknown = await tidegate('approve refused lab/nothing --as cora');
  expect([unknown.code, unknown.errors]).toEqual([1, expect.stringContaining('lab/cab')]);
  expect((await shop.journey.release('refused').view()).requirements[0]?.decisions).toEqual([]);

  expect((await tidegate('reject refused lab/cab -m No. --as cora')).code).toBe(0);
  await shop.journey.release('refused').untilBlocked('lab/approval/failed');
  expect((await tidegate('command refused withdraw -r Over. --as rita')).code).toBe(0);
  const watched = await tidegate('watch refused --as rita');
  expect([watched.code, watched.out]).toEqual([1, expect.stringContaining('closed: withdrawn')]);
});

test('takes part in an acceptance test: a defect, its end, and the verdict', async () => {
  await waiting('tested', 'tested');
  const defect = 'uat defect tested lab/uat SHOP-1 --severity low --as una';
  expect((await tidegate(defect)).code).toBe(0);
  expect((await tidegate(`${defect} --state resolved`)).code).toBe(0);
  const inbox = documentOf(await tidegate('approvals --mine --json --as una')) as Inbox;
  expect(inbox.approvals.map(({ release }) => release)).toEqual(['tested']);
  const wrong = await tidegate('approve tested lab/uat --as una');
  expect([wrong.code, wrong.errors]).toEqual([1, expect.stringContaining('tidegate uat verdict')]);
  const verdict = await tidegate('uat verdict tested lab/uat accept --as una');
  expect([verdict.code, verdict.out]).toEqual([0, expect.stringMatching(/^accepted: /)]);
});

test('keeps a session for one server, readable by its owner alone', async () => {
  const { origin, stateFolder } = shop.journey;
  const config = join(stateFolder, 'config');
  const env = { XDG_CONFIG_HOME: config, TIDEGATE_URL: '' };
  const anonymous = await tidegate(`list --url ${origin}`, { env });
  expect([anonymous.code, anonymous.errors]).toEqual([
    3,
    expect.stringContaining('tidegate login'),
  ]);
  const { token } = await shop.journey.person('rita');
  const login = `login --url ${origin} --with-token`;
  const forged = await tidegate(login, { env, input: 'not-a-token' });
  expect([forged.code, existsSync(config)]).toEqual([3, false]);
  expect((await tidegate(login, { env, input: `${token}\n` })).code).toBe(0);
  const file = join(config, 'tidegate', 'session.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);

  expect((await tidegate('list --json', { env })).code).toBe(0);
  const elsewhere = await tidegate(`list --url ${origin.replace('127.0.0.1', 'localhost')}`, {
    env,
  });
  expect(elsewhere.code).toBe(3);
  const given = { ...env, TIDEGATE_TOKEN: 'not-a-token' };
  expect((await tidegate('list', { env: given })).code).toBe(3);
  expect((await tidegate('logout', { env })).code).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toContain(token);
});

test('lists releases page by page, and all of them', async () => {
  const first = documentOf(await tidegate('list --page-size 1 --json --as rita')) as Page;
  const next = `list --page-size 1 --page-token ${first.nextPageToken} --json --as rita`;
  const second = documentOf(await tidegate(next)) as Page;
  const all = documentOf(await tidegate('list --page-size 1 --all --json --as rita')) as Page;
  expect(all.nextPageToken).toBeNull();
  expect(all.releases.length).toBeGreaterThanOrEqual(2);
  expect(all.releases.slice(0, 2)).toEqual([...first.releases, ...second.releases]);
  const table = await tidegate('list --state withdrawn --as rita');
  expect(table.out).toMatch(/^RELEASE +STATE +STAGE .*\nrefused +withdrawn /);
});

test('shows what applying files would change, and changes it', async () => {
  const folder = join(shop.journey.stateFolder, 'files');
  mkdirSync(folder);
  const entry = { id: 'quiet', kind: 'freeze', title: 'Quiet', start: '2040-01-01T00:00:00Z' };
  const calendar = shopCalendar('quiet', [{ ...entry, owner: 'management' }]);
  writeFileSync(join(folder, calendar.name), calendar.text);
  writeFileSync(join(folder, 'other.json'), '{}');
  const dry = await tidegate(`apply -f ${folder} --dry-run --as rita`);
  expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('calendar/quiet added')]);
  expect(dry.errors).toContain('other.json is passed over');
  const applied = await tidegate(`apply -f ${folder} --as rita`);
  expect(applied.out).toContain('calendar/quiet added (version 1)');
  writeFileSync(join(folder, calendar.name), calendar.text.replace('"Quiet"', '"Silent"'));
  const changed = await tidegate(`apply -f ${folder} --dry-run --as rita`);
  expect(changed.out).toMatch(/~ \/.*title: "Quiet" → "Silent"/);
  writeFileSync(join(folder, calendar.name), calendar.text.replace('freeze', 'frieze'));
  const wrong = await tidegate(`apply -f ${folder} --as rita`);
  expect([wrong.code, wrong.errors]).toEqual([1, expect.stringMatching(/quiet\.yaml:\d+:\d+: /)]);
});

test('asks the calendar, and freezes an environment by hand', async () => {
  const entry = 'held --title Held --start 2025-01-01T00:00:00Z --owner management';
  const only = '--environment production --as rita';
  expect((await tidegate(`calendar add freeze ${entry} ${only}`)).code).toBe(0);
  const closed = await tidegate('calendar check production --as erin');
  expect([closed.code, closed.out]).toEqual([1, expect.stringMatching(/^closed: .*Held/)]);
  expect((await tidegate('calendar list --as erin')).out).toMatch(/\nheld +freeze +production /);
  expect((await tidegate('calendar remove held --as rita')).code).toBe(0);
  expect((await tidegate('calendar check production --json --as erin')).code).toBe(0);
});

test('names the place of everything that does not compile', async () => {
  const file = specFile('broken', 'one', { policcy: 'one', environments: ['moon'] });
  const { code, out, errors } = await tidegate(`plan ${file} --as erin`);
  expect([code, out]).toEqual([1, '']);
  expect(errors).toMatch(/broken\.yaml:\d+:\d+: .*policcy/);
});

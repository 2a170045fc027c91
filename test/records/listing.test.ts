import { BadPageToken, toPageToken } from '../../records/reads/page-token.ts';
import { aComponent, aPlan } from '../support/builders/plan.ts';
import { factsOf, startOf } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;

beforeAll(async () => {
  given = await givenRecords();
  for (const release of releases) await add(release);
});

afterAll(() => given.close());

type Given = {
  readonly name: string;
  readonly title?: string;
  readonly services?: readonly string[];
  readonly environments?: readonly string[];
  readonly owner?: string;
  readonly paused?: boolean;
  readonly at?: number;
};

const noon = Date.parse('2026-03-02T12:00:00.000Z');

/** `b` to `d` began at the same instant; the newest is `e`. */
const releases: readonly Given[] = [
  { name: 'a', title: '50% more_tea', services: ['web', 'orders'], at: noon - 1_000 },
  { name: 'b', title: 'A back\\slash', environments: ['staging'], owner: 'back-office' },
  { name: 'c', title: `It's "quoted"; drop table ledger`, paused: true },
  { name: 'd', title: 'NUL \0 inside', services: ['orders'] },
  { name: 'e', title: '500 more tea', at: noon + 1_000 },
];

async function add({ name, owner = 'engineers', at = noon, ...start }: Given): Promise<void> {
  const { title = 'Spring', services = ['web'], environments = ['production'] } = start;
  const component = aComponent('web');
  const components = [{ ...component, service: { ...component.service, owner } }];
  await given.records.claimPlan({
    release: name,
    requestDigest: 'sha256:request',
    plan: aPlan([], { name, components }),
    planDigest: 'sha256:plan',
    requestedBy: 'p-1',
    seal: 'seal',
  });
  const events = [startOf({ name, title, services, environments })];
  const paused = { type: 'release.paused', by: 'p-1' } as const;
  const facts = factsOf(start.paused === true ? [...events, paused] : events, at);
  await given.records.appendFacts(name, facts);
}

type Filter = Partial<Parameters<GivenRecords['records']['listReleases']>[0]>;

const list = async (filter: Filter = {}) =>
  (await given.records.listReleases({ pageSize: 50, ...filter })).releases.map(
    ({ release }) => release,
  );

describe('the list of releases', () => {
  test('has the newest first, and of equal times the higher name', async () => {
    expect(await list()).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test.each<[Filter, string[]]>([
    [{ state: 'paused' }, ['c']],
    [{ state: 'rolling-out' }, ['e', 'd', 'c', 'b', 'a']],
    [{ state: 'running' }, ['e', 'd', 'b', 'a']],
    [{ state: 'closed' }, []],
    [{ service: 'orders' }, ['d', 'a']],
    [{ service: 'order' }, []],
    [{ environment: 'staging' }, ['b']],
    [{ team: 'back-office' }, ['b']],
    [{ service: 'web', environment: 'production', state: 'paused' }, ['c']],
  ])('answers the filter %j', async (filter, names) => {
    expect(await list(filter)).toEqual(names);
  });

  test.each<[string, string[]]>([
    ['50%', ['a']],
    ['more_tea', ['a']],
    ['MORE', ['e', 'a']],
    ['\\', ['b']],
    [`'s "quoted";`, ['c']],
    ['B', ['c', 'b']],
    ['%', ['a']],
    ['\0', []],
    ['NUL  inside', ['d']],
    ['nothing like it', []],
  ])('takes the search text %j literally', async (q, names) => {
    expect(await list({ q })).toEqual(names);
  });
});

describe('pages of the list', () => {
  const page = (pageSize: number, pageToken?: string) =>
    given.records.listReleases({ pageSize, pageToken });

  test.each([1, 2, 3, 4, 5])('of %d show every release once and in order', async (pageSize) => {
    const shown: string[] = [];
    let token: string | null | undefined;
    while (token !== null) {
      const { releases: some, nextPageToken } = await page(pageSize, token);
      shown.push(...some.map(({ release }) => release));
      expect(nextPageToken === null || some.length === pageSize).toBe(true);
      token = nextPageToken;
    }
    expect(shown).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('go on where they were when releases begin and change in between', async () => {
    const first = await page(2);
    await add({ name: 'z', at: noon + 5_000 });
    const resumed = { type: 'release.resumed', by: 'p-1' } as const;
    const facts = factsOf([startOf(), startOf(), resumed], noon);
    await given.records.appendFacts('c', facts.slice(2));
    const second = await page(50, first.nextPageToken ?? '');
    expect(second.releases.map(({ release }) => release)).toEqual(['c', 'b', 'a']);
    expect(second.nextPageToken).toBeNull();
  });

  const time = '2026-03-02T12:00:00.000Z';
  test.each([
    ['nothing', ''],
    ['no base64', '!!!'],
    ['no JSON', Buffer.from('tea').toString('base64url')],
    ['a place of another list', toPageToken([3])],
    ['a longer place', toPageToken([time, 'a', 'b'])],
    ['no list', Buffer.from('{}').toString('base64url')],
    ['a token with something behind it', `${toPageToken([time, 'a'])}=`],
    ['a time that is none', toPageToken(['yesterday', 'a'])],
    ['a day that is none', toPageToken(['2026-02-30T12:00:00.000Z', 'a'])],
    ['a year beyond PostgreSQL', toPageToken(['+275760-09-13T00:00:00.000Z', 'a'])],
    ['a year before all', toPageToken(['0000-01-01T00:00:00.000Z', 'a'])],
    ['a number for a time', toPageToken([5, 'a'])],
    ['a number for a name', toPageToken([time, 5])],
    ['a name with NUL', toPageToken([time, 'a\0'])],
  ])('refuse a token that is %s', async (_what, token) => {
    await expect(page(2, token)).rejects.toThrow(BadPageToken);
  });
});

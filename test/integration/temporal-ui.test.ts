import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser/open-browser.ts';
import { shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { type Journey, useJourney } from '../support/journey/journey.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { componentNames } from '../support/journey/repository.ts';
import { installPolicy, wholePolicy } from '../support/journey/whole-policy.ts';

const inProduction = { environments: ['production'], components: componentNames };
const timeLimitMs = 20_000;
const laptop = { width: 1_400, height: 900 };

let release: JourneyRelease;
let browser: Browser;
let page: Page;
const shop = useJourney(async (journey) => {
  journey.repository.version('2.0.0');
  await journey.apply(installPolicy, wholePolicy);
  const first = { name: 'first', policy: 'install', version: '1.0.0', ...inProduction };
  await (await journey.begin(shopRelease(first))).review();
});

beforeAll(async () => {
  const second = { name: 'second', policy: 'whole', version: '2.0.0', ...inProduction };
  release = await shop.journey.begin(shopRelease(second));
  await release.untilBlocked('staging/uat');
  await release.accept('una', 'staging/uat');
  await release.untilBlocked('production/cab');
  await release.decide('cora', 'production/cab');
  await release.untilBlocked('production/operations');
  browser = await openBrowser();
  page = await browser.newPage({ viewport: laptop });
  page.setDefaultTimeout(timeLimitMs);
}, 300_000);

afterAll(() => browser?.close());

test('finds the release among those that wait, by whom it waits for', async () => {
  const query = encodeURIComponent(
    'TidegateState = "waiting" and TidegateWaitingOn = "operations"',
  );
  const found = page.getByRole('link', { name: 'release-second' }).first();
  // The search knows of a wait a moment later than the release does.
  await eventually('the search finds it', async () => {
    await page.goto(`${namespaceOf(shop.journey)}/workflows?query=${query}`);
    return found.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => null,
    );
  });
  await found.click();
  await page.getByRole('heading', { name: 'release-second' }).waitFor();
  expect(page.url()).toContain('/workflows/release-second/');
});

test('says why it waits, who can clear it, until when and how', async () => {
  const details = await currentDetails();
  await details.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
  const [wait = ''] = await details.getByRole('listitem').allInnerTexts();
  expect(wait).toContain('1 of operations must decide production/operations.');
  expect(wait).toMatch(
    /Cleared by operations; until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, then it expires/,
  );
  expect(wait).toContain('POST /v1/releases/second/decisions');
  const told = await details.locator('body').textContent();
  expect(told).toContain('production/operations: pending, 0 of 1 from operations');
  expect(told).toContain('✓ staging/deploy Brought 3 components to staging.');
  expect(told).toContain('▶ production/approval');
  // Markdown that nobody rendered would show its marks.
  expect(told).not.toMatch(/\*\*|`|## /);
});

test('shows the wait and who has decided without scrolling', async () => {
  const tally = (await currentDetails()).getByText('production/operations: pending');
  await tally.waitFor();
  const box = await tally.boundingBox();
  expect(box?.y).toBeGreaterThan(0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(laptop.height);
});

test('tells each step and each wait of the history in words', async () => {
  const text = await historyText();
  for (const told of [
    'buildComponent • Build shop 2.0.0',
    'requestLease • Ask for staging',
    'deployComponent • Deploy shop to staging',
    'staging/uat expires',
    'The release soaks in staging. Then it continues.',
    'production/operations expires',
  ]) {
    expect(text).toContain(told);
  }
});

test('names what people sent', async () => {
  await historyText();
  const signals = page.getByRole('row').filter({ hasText: 'Workflow Execution Signaled' });
  const names = (await signals.allInnerTexts()).map((row) => row.trim().split(/\s+/).at(-1));
  expect(new Set(names)).toEqual(new Set(['decision', 'uat-verdict']));
});

test('tells another story once somebody has decided', async () => {
  await release.decide('opal', 'production/operations', { verdict: 'reject', comment: 'Not now.' });
  await release.until('has heard it', (view) =>
    view.blockers.every(({ id }) => id !== 'production/operations'),
  );
  const details = await currentDetails();
  await details.getByText('production/operations: rejected').waitFor();
  await details.getByText('✗ production/approval').waitFor();
  expect(await details.locator('body').textContent()).toContain('Send retry to ask again');
});

const namespaceOf = ({ temporal }: Journey) =>
  `${process.env.TIDEGATE_TEST_TEMPORAL_UI}/namespaces/${temporal.namespace}`;

/** The page in the frame under "Current Details", as it was rendered. */
async function currentDetails() {
  await openTab('User Metadata');
  return page.frameLocator('iframe >> nth=1');
}

async function historyText(): Promise<string | null> {
  await openTab('History');
  await page.getByText('Load the sealed plan').first().waitFor();
  return page.locator('body').textContent();
}

async function openTab(name: string): Promise<void> {
  await page.goto(`${namespaceOf(shop.journey)}/workflows/release-second`);
  await page.getByRole('tab', { name }).or(page.getByRole('link', { name })).first().click();
}

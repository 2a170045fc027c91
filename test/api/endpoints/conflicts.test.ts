import { type ApiStage, aReleaseName, openApiStage } from '../../support/api/api-stage.ts';
import { planOf } from '../../support/api/body.ts';
import { releaseDocument } from '../../support/api/test-documents.ts';
import { eventually } from '../../support/journey/eventually.ts';

let stage: ApiStage;
beforeAll(async () => {
  stage = await openApiStage();
});
afterAll(() => stage.close());

const at = (hour: number) => `2030-03-04T${String(hour).padStart(2, '0')}:00:00.000Z`;
const windowAt = (from: number, until: number) => ({
  windows: [{ environment: 'staging', start: at(from), end: at(until) }],
});
type Conflicts = readonly { kind: string; with: readonly string[]; goesFirst: string | null }[];
type Forecast = { forecast: { conflicts: Conflicts; slots: readonly { start: string }[] } };

/** As the forecast becomes when it has looked at the releases again. */
async function forecastOf(
  spec: Readonly<Record<string, unknown>>,
  fits: (of: Forecast) => boolean,
) {
  const erin = await stage.person('erin');
  const document = releaseDocument('later', spec);
  return eventually('the forecast fits', async () => {
    const { body }: { body: Forecast } = await erin.post('/v1/plans', document).expect(200);
    return fits(body) ? body.forecast : null;
  });
}

const portfolio = (owner: string, release: string) => ({
  documents: [
    {
      name: 'portfolio.json',
      text: JSON.stringify({
        apiVersion: 'tidegate.dev/v1',
        kind: 'Portfolio',
        metadata: { name: 'retail' },
        spec: { owner, decisions: [{ release, level: 'high', reason: 'It closes a hole.' }] },
      }),
    },
  ],
});

test('a plan shows which releases it meets, and whom the portfolio lets go first', async () => {
  const [erin, rita] = await Promise.all([stage.person('erin'), stage.person('rita')]);
  const patch = aReleaseName();
  const planned = releaseDocument(patch, { schedule: windowAt(8, 10) });
  const { digest } = planOf(await erin.post('/v1/plans', planned).expect(200));
  const started = await erin.post('/v1/releases', { spec: planned, planDigest: digest });
  expect(started.status).toBe(201);
  const alone = await erin.get(`/v1/releases/${patch}/conflicts`).expect(200);
  expect(alone.body).toMatchObject({ conflicts: [], slots: [{ environment: 'staging' }] });

  const clashing = {
    schedule: windowAt(9, 11),
    components: [{ service: 'web', version: '2.0.0' }],
  };
  const met = await forecastOf(clashing, ({ forecast }) => forecast.conflicts.length > 0);
  expect(met.conflicts).toMatchObject([
    { kind: 'environment', about: ['staging'], with: [patch], from: at(9), until: at(10) },
    // By way of orders, which neither of the two brings.
    { kind: 'dependency', about: ['web', 'payments'], goesFirst: null },
  ]);

  expect((await rita.put('/v1/catalog', portfolio('cab', patch))).status).toBe(403);
  expect((await rita.put('/v1/catalog', portfolio('release-managers', patch))).status).toBe(200);
  const decided = await forecastOf(clashing, ({ forecast }) => {
    return forecast.conflicts.every(({ goesFirst }) => goesFirst === patch);
  });
  expect(decided.conflicts).toHaveLength(2);

  const beside = await forecastOf({ schedule: windowAt(10, 11) }, () => true);
  expect(beside.conflicts).toEqual([]);
});

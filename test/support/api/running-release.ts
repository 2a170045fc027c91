import { setTimeout as sleep } from 'node:timers/promises';
import type { ReleaseView } from '../../../api/views/release-view.ts';
import type { RequirementState } from '../../../domain/release/state.ts';
import { eventually } from '../journey/eventually.ts';
import type { ApiPerson } from './api-person.ts';
import { type ApiStage, aReleaseName } from './api-stage.ts';
import { planOf, viewOf } from './body.ts';
import { releaseDocument } from './test-documents.ts';

const patienceMs = 20_000;

/** Plans and starts a release through the API, as `erin`. Returns its name. */
export async function startRelease(
  stage: ApiStage,
  spec: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const erin = await stage.person('erin');
  const name = aReleaseName();
  const document = releaseDocument(name, spec);
  const planned = await erin.post('/v1/plans', document).expect(200);
  const planDigest = planOf(planned).digest;
  await erin.post('/v1/releases', { spec: document, planDigest }).expect(201);
  return name;
}

/** The release as soon as it fits. */
export async function readUntil(
  person: ApiPerson,
  release: string,
  fits: (view: ReleaseView) => boolean,
): Promise<ReleaseView> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const view = viewOf(await person.get(`/v1/releases/${release}`).expect(200));
    if (fits(view)) return view;
    if (Date.now() > deadline) {
      const { state, stage, blockers, requirements } = view;
      const seen = JSON.stringify({ state, stage, blockers, requirements });
      throw new Error(`${release} never came to that: ${seen}`);
    }
    await sleep(50);
  }
}

/** The requirement that the release asks people about, as soon as it does. */
export async function requirementOf(person: ApiPerson, release: string): Promise<RequirementState> {
  const open = ({ requirements }: ReleaseView) =>
    requirements.find(({ outcome }) => outcome === 'pending');
  const requirement = open(await readUntil(person, release, (view) => open(view) !== undefined));
  if (requirement === undefined) throw new Error(`${release} asks nobody.`);
  return requirement;
}

/** The ledger's events as soon as they say it: an answer comes before its fact is recorded. */
export async function readRecorded(
  person: ApiPerson,
  release: string,
  text: string,
): Promise<string> {
  const path = `/v1/releases/${release}/events?pageSize=200`;
  return eventually(`"${text}" is in the ledger`, async () => {
    const recorded = (await person.get(path).expect(200)).text;
    return recorded.includes(text) ? recorded : null;
  });
}

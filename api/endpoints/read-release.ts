import { z } from 'zod';
import type { ReleaseState } from '../../domain/release/state.ts';
import { defineEndpoint } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { loadRelease } from '../releases/load-release.ts';
import { releaseParams } from '../schemas/field.ts';
import { releaseSchema } from '../schemas/release.ts';
import type { Services } from '../services.ts';
import { namingHolders } from '../views/naming-holders.ts';
import { releaseView } from '../views/release-view.ts';
import { reportBlocker } from '../views/report-blocker.ts';

const patienceMs = 2_000;

const query = z.strictObject({
  atLeastSeq: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('Waits until this fact is recorded: the `seq` of a receipt.'),
});

export const readRelease = defineEndpoint({
  summary: 'Read where a release stands, why it waits, and who can go on',
  params: releaseParams,
  query,
  body: noBody,
  answers: { 200: releaseSchema },
  async handle({ params: { release }, query: { atLeastSeq } }, services) {
    const { sealed, state } = await loadRelease(release, services.records);
    const recent = await atLeast(release, atLeastSeq ?? 0, state, services);
    const now = services.clock().toISOString();
    const calendar = { calendar: await services.records.calendar(), now };
    const view = releaseView(sealed, recent, calendar, services.temporalUi);
    const reports = await services.records.listReports(release);
    const waits = await namingHolders(view.blockers, { ...recent, release }, now, services.records);
    const blockers = [...reports.map(reportBlocker), ...waits];
    return { status: 200, body: { ...view, blockers } };
  },
});

async function atLeast(
  release: string,
  seq: number,
  state: ReleaseState,
  { records }: Services,
): Promise<ReleaseState> {
  if (state.seq >= seq) return state;
  const recent = await records.stateAtLeast(release, seq, patienceMs);
  if (recent !== null && recent.seq >= seq) return recent;
  throw new Problem('not-recorded-yet', {
    detail: `The records of ${release} stand at fact ${recent?.seq ?? 0}, not at ${seq}.`,
    headers: { 'Retry-After': '1' },
  });
}

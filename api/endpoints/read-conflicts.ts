import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { forecastConflicts } from '../plans/forecast-conflicts.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { conflictsField, moreConflictsField, slotsField } from '../schemas/conflict.ts';
import { releaseParams } from '../schemas/field.ts';

const met = z
  .object({ conflicts: conflictsField, moreConflicts: moreConflictsField, slots: slotsField })
  .meta({ id: 'Conflicts' });

export const readConflicts = defineEndpoint({
  summary: 'See which other releases a release meets, and who goes first',
  description: 'As the plan showed it, as it is now. It may be two seconds old.',
  params: releaseParams,
  query: nothing,
  body: noBody,
  answers: { 200: met },
  async handle({ params }, services) {
    const { plan } = await sealedPlanOf(params.release, services.records);
    return { status: 200, body: await forecastConflicts(plan, services) };
  },
});

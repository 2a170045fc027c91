import { z } from 'zod';
import { type AgendaRelease, agendaOf } from '../../domain/agenda/agenda-item.ts';
import { writeMarkdown } from '../../domain/agenda/write-markdown.ts';
import { decideWindow } from '../../domain/calendar/decide-window.ts';
import { askingPhases, isAskedNow } from '../../domain/deviation/late-decisions.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';
import type { ListedRelease } from '../../records/reads/list-releases.ts';
import { name } from '../../spec/field/name.ts';
import { requireKnown } from '../calendar/require-known.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { conflictQuestion, lookForConflicts } from '../plans/conflict-sight.ts';
import { firstConflicts } from '../plans/forecast-conflicts.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { agendaItemSchema } from '../schemas/agenda.ts';
import type { Services } from '../services.ts';

const query = z.strictObject({
  group: name.describe('Whose agenda, such as `cab`.'),
  format: z.enum(['json', 'markdown']).default('json'),
});

export const readAgenda = defineEndpoint({
  summary: 'Read what a board has to decide, as a document',
  description:
    'What and why, risk with its reasons, evidence and who has approved upon it already, window, ' +
    'way back and conflicts of each open approval, the nearest deadline first.',
  params: nothing,
  query,
  body: noBody,
  streams: 'text/markdown',
  answers: {
    200: z
      .object({
        group: z.string(),
        at: z.string(),
        items: z.array(agendaItemSchema).readonly(),
      })
      .meta({ id: 'Agenda' }),
  },
  async handle({ query: { group, format } }, services) {
    await requireKnown({ team: group }, services.records);
    const at = services.clock().toISOString();
    const items = agendaOf(group, await asking(at, services));
    if (format === 'json') return { status: 200, body: { group, at, items } };
    const text = writeMarkdown(group, at, items);
    return {
      stream: async (_request, response) => {
        response
          .set('Content-Type', 'text/markdown; charset=utf-8')
          .set('Cache-Control', 'no-store')
          .send(text);
      },
    };
  },
});

/** Every release that waits for people: an agenda with half of them would be a wrong one. */
async function asking(at: string, services: Services): Promise<readonly AgendaRelease[]> {
  const { records } = services;
  const found: ListedRelease[] = [];
  let pageToken: string | undefined;
  do {
    const filter = { phases: askingPhases, pageSize: 200, pageToken };
    const page = await records.listReleases(filter);
    found.push(...page.releases.filter(({ state }) => isAsking(state)));
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  const [calendar, sight] = await Promise.all([records.calendar(), lookForConflicts(services)]);
  return Promise.all(
    found.map(async ({ release, state }) => {
      const { plan } = await sealedPlanOf(release, records);
      const windowOf = (environment: string) =>
        decideWindow({ calendar, scopes: scopesOf(plan, environment), instant: at });
      const met = sight === null ? none : firstConflicts(conflictQuestion(sight, plan, state));
      return { release, plan, state, windowOf, ...met };
    }),
  );
}

const none = { conflicts: [], moreConflicts: 0 };

function isAsking(state: ListedRelease['state']): boolean {
  return state.requirements.some(
    (requirement) => requirement.kind === 'approval' && isAskedNow(state, requirement),
  );
}

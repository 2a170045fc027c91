import { z } from 'zod';
import { alertStatuses } from '../../domain/alert/alert.ts';

const labels = z.record(z.string().min(1), z.string());

const alert = z.object({
  status: z.enum(alertStatuses),
  labels,
  startsAt: z.iso.datetime({ offset: true }),
  fingerprint: z.string().min(1).max(200),
});

/** More at once are cut by Alertmanager itself, where `max_alerts` says so. */
const mostAlerts = 200;

/**
 * What Alertmanager sends to a webhook, in its version 4. Members that are not read here may be
 * there: Alertmanager adds some from time to time.
 */
export const alertsBody = z
  .object({
    version: z.literal('4', { error: 'Alertmanager’s webhooks of version 4 are read here.' }),
    groupKey: z.string().max(10_000),
    truncatedAlerts: z.int().min(0).default(0).describe('How many were cut off.'),
    alerts: z
      .array(alert)
      .max(mostAlerts, `At most ${mostAlerts}: set \`max_alerts: ${mostAlerts}\` in Alertmanager.`),
  })
  .meta({ id: 'AlertmanagerWebhook', description: 'As Alertmanager sends it.' });

export type ReceivedAlert = z.output<typeof alert>;

const takenBy = z
  .object({
    release: z.string(),
    outcome: z.enum(['accepted', 'refused', 'awaited']),
    code: z.string().nullable().describe('Why the release does not heed it; null: it does.'),
    reason: z.string(),
  })
  .meta({ id: 'AlertReception' });

const takenAlert = z
  .object({
    name: z.string(),
    fingerprint: z.string(),
    status: z.enum(alertStatuses),
    environment: z.string().nullable(),
    service: z.string().nullable(),
    outcome: z
      .enum(['told', 'no-release', 'no-address'])
      .describe(
        '`told`: releases heard of it. `no-release`: none stands there. `no-address`: its labels ' +
          'name no environment or service of the catalog.',
      ),
    reason: z.string(),
    releases: z.array(takenBy),
  })
  .meta({ id: 'TakenAlert' });

export type TakenAlert = z.output<typeof takenAlert>;

export const takenAlertsSchema = z
  .object({
    truncatedAlerts: z.number().int().describe('How many Alertmanager has cut off.'),
    alerts: z.array(takenAlert),
  })
  .meta({ id: 'TakenAlerts', description: 'What became of each alert.' });

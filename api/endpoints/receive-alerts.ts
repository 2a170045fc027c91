import { takeIn } from '../alerts/take-in.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { alertsBody, takenAlertsSchema } from '../schemas/alerts.ts';

export const receiveAlerts = defineEndpoint({
  summary: 'Take alerts in, as Alertmanager sends them',
  description:
    'Each alert is told to the releases that hold its environment. They heed it where their plan ' +
    'says so, for the accounts that it names: then it takes them back, or asks people. It never ' +
    'lets anything through. What is sent again has no further effect.',
  params: nothing,
  query: nothing,
  body: jsonBody(alertsBody),
  answers: { 200: takenAlertsSchema },
  async handle({ body, caller }, services) {
    const applied = await services.records.catalog();
    if (applied === null) {
      throw new Problem('no-catalog', { detail: 'It says which environments alerts speak of.' });
    }
    const alerts = [];
    // One after the other: a release hears of them in the order in which they were sent.
    for (const alert of body.alerts) {
      alerts.push(await takeIn(alert, applied.catalog, caller.actor, services));
    }
    return { status: 200, body: { truncatedAlerts: body.truncatedAlerts, alerts } };
  },
});

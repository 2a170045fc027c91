import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

export const reportMetrics = defineEndpoint({
  summary: 'What the API measures, as Prometheus reads it',
  description:
    'Releases by state, open waits by kind, answers by route, and this process. ' +
    'Each worker has a page of its own.',
  params: nothing,
  query: nothing,
  body: noBody,
  streams: 'text/plain',
  answers: { 200: z.string() },
  async handle(_input, { metrics }) {
    const text = await metrics.text();
    return {
      stream: async (_request, response) => {
        response
          .set('Content-Type', metrics.contentType)
          .set('Cache-Control', 'no-store')
          .send(text);
      },
    };
  },
});

import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

export const reportLiveness = defineEndpoint({
  summary: 'Whether the process runs',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: z.object({ status: z.literal('alive') }) },
  async handle() {
    return { status: 200, body: { status: 'alive' as const } };
  },
});

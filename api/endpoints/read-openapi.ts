import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

export const readOpenApi = defineEndpoint({
  summary: 'Read this description',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: z.record(z.string(), z.unknown()) },
  async handle(_input, { openApiDocument }) {
    return { status: 200, body: openApiDocument };
  },
});

import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from './access/actor.ts';
import type { BodyReader, RawBody } from './http/body-reader.ts';
import { readQuery } from './http/read-query.ts';
import { Problem } from './problem.ts';
import type { Services } from './services.ts';

/** Schemas of what an endpoint answers, by HTTP status. */
export type AnswerSchemas = Readonly<Record<number, z.ZodType>>;

/**
 * An answer to send: one of the endpoint's statuses, with a body of the schema that belongs to it.
 */
export type AnswerOf<Answers extends AnswerSchemas> = {
  [Status in keyof Answers & number]: {
    readonly status: Status;
    readonly body: z.output<Answers[Status]>;
    readonly headers?: Readonly<Record<string, string>>;
  };
}[keyof Answers & number];

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Takes the connection over, for answers that stay open. Resolves when it has ended. */
export type Stream = { readonly stream: (request: Request, response: Response) => Promise<void> };

/** Who asks, and what a request says outside its path, query and body. */
export type Caller = {
  /** At public endpoints nobody: without a role and without groups. */
  readonly actor: Actor;
  readonly header: (name: string) => string | undefined;
};

type Input<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
};

type Definition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body,
  Answers extends AnswerSchemas,
> = {
  /** One line for the reference. */
  readonly summary: string;
  /** More for the reference, in Markdown. */
  readonly description?: string;
  readonly params: Params;
  readonly query: Query;
  /** `noBody` where none is read. */
  readonly body: BodyReader<Body>;
  readonly answers: Answers;
  /** Request headers that it reads, for the reference. */
  readonly headers?: z.ZodObject;
  /** Media type of the stream that it can answer with. */
  readonly streams?: string;
  readonly handle: (
    input: Input<z.output<Params>, z.output<Query>, Body>,
    services: Services,
  ) => Promise<AnswerOf<NoInfer<Answers>> | Stream>;
};

export type RawInput = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: RawBody;
  readonly caller: Caller;
};

/** An endpoint with its types closed over: what the router, the reference and the tests hold. */
export type Endpoint = Omit<
  Definition<z.ZodObject, z.ZodObject, unknown, AnswerSchemas>,
  'handle'
> & {
  /** Validates path, query and body, and then answers. Throws a `Problem` for what is wrong. */
  readonly serve: (raw: RawInput, services: Services) => Promise<Answer | Stream>;
};

/** For endpoints that take nothing in their path or query. */
export const nothing = z.strictObject({});

/** Ties an endpoint's schemas to the function that answers. */
export function defineEndpoint<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body,
  Answers extends AnswerSchemas,
>(definition: Definition<Params, Query, Body, Answers>): Endpoint {
  const { handle, ...described } = definition;
  return {
    ...described,
    async serve(raw, services) {
      const params = definition.params.safeParse(raw.params);
      // What can be no name of anything is the name of nothing.
      if (!params.success) throw new Problem('not-found', { detail: 'Nothing has this address.' });
      const query = readQuery(definition.query, raw.query);
      const body = definition.body.read(raw.body);
      return handle({ params: params.data, query, body, caller: raw.caller }, services);
    },
  };
}

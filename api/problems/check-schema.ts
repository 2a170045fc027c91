import { z } from 'zod';
import { jsonPointer } from '../../domain/ledger/json-pointer.ts';
import { describeIssue } from '../../spec/describe-issue.ts';
import { Problem, type ProblemPlace } from '../problem.ts';
import type { ProblemCode } from './catalogue.ts';
import { summaryOf } from './summary.ts';

const placeLimit = 100;

/**
 * The value as the schema understands it. Throws a `Problem` of the code that names every wrong
 * place.
 */
export function checkSchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  code: ProblemCode,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = placesOf(schema, value, result.error);
  throw new Problem(code, { detail: summaryOf(errors), errors });
}

function placesOf(schema: z.ZodType, value: unknown, error: z.ZodError): readonly ProblemPlace[] {
  const described = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-07',
    unrepresentable: 'any',
    metadata: new WithoutIds(),
  });
  return error.issues
    .slice(0, placeLimit)
    .flatMap((issue) => describeIssue(issue, described, value))
    .map(({ code, message, remedy, path }) => ({
      code,
      pointer: jsonPointer(path),
      message,
      remedy,
    }));
}

/**
 * What schemas say of themselves but for their ids, which would make references of parts that are
 * looked up.
 */
class WithoutIds extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  override get(schema: z.core.$ZodType) {
    const { id: _id, ...meta } = z.globalRegistry.get(schema) ?? {};
    return meta;
  }
}

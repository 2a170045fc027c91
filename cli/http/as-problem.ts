import type { ProblemAnswer } from './answers.ts';

/** The problem that a refusal holds, or one made of its status where something else answered. */
export function asProblem(response: Response, text: string): ProblemAnswer {
  return problemIn(text) ?? foreign(response);
}

function problemIn(text: string): ProblemAnswer | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { code, detail, errors } = value as Partial<ProblemAnswer>;
    if (typeof code !== 'string' || typeof detail !== 'string') return null;
    return Array.isArray(errors) ? (value as ProblemAnswer) : null;
  } catch {
    return null;
  }
}

function foreign({ status, statusText, url }: Response): ProblemAnswer {
  return {
    title: 'Something else than Tidegate answered',
    status,
    detail: `${new URL(url).origin} answered ${status} ${statusText}, and not as Tidegate does.`,
    code: 'foreign-answer',
    remedy: 'Look whether the address is that of a Tidegate API, and not of something before it.',
    errors: [],
    traceId: '',
  };
}

import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { readWrittenRelease } from '../plans/release-body.ts';
import { Problem } from '../problem.ts';
import { compileAsSeen } from '../releases/compile-as-seen.ts';
import { loadRelease } from '../releases/load-release.ts';
import { releaseParams } from '../schemas/field.ts';
import { revisionBody } from '../schemas/revision.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const reviseRelease = defineEndpoint({
  summary: 'Change the plan of a running release',
  description:
    'Compiles the document as for a start, and lets the release go on by it. What is the same ' +
    'keeps its stages and decisions; the others begin anew. It is taken while the release waits ' +
    'for people, a window or a soak, or for a retry. The same `decisionId` with the same words ' +
    'again gives the same receipt.',
  params: releaseParams,
  query: nothing,
  body: jsonBody(revisionBody),
  answers: statementAnswers,
  async handle({ params: { release }, body, caller }, services) {
    const { spec, planDigest: to, reason, dropped, decisionId } = body;
    const written = readWrittenRelease(spec, '/spec');
    const { name } = written.document.content;
    const { sealed, state } = await loadRelease(release, services.records);
    if (name !== release) {
      throw new Problem('revision/other-release', {
        detail: `The document is of the release ${name}, not of ${release}.`,
      });
    }
    const revised = await compileAsSeen(written, to, services);
    // Said once more after it was taken, it still says from which plan it led away.
    const taken = sealed.planDigest === to ? state.revisions?.at(-1)?.from : undefined;
    const order = {
      kind: 'revision' as const,
      content: { from: taken ?? sealed.planDigest, to, reason, dropped },
      release,
      id: decisionId ?? null,
      comment: null,
      subjectDigest: null,
    };
    return answerStatement(order, caller.actor, services, revised);
  },
});

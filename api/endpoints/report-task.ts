import { taskId } from '../../domain/task/task.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { taskParams } from '../schemas/field.ts';
import { taskReportBody } from '../schemas/task.ts';
import { answerStatement, statementAnswers } from '../statements/answer.ts';

export const reportTask = defineEndpoint({
  summary: 'Say what became of a task that is done by hand',
  description:
    'For people of the group that owns it. The plan holds its instructions and says which ' +
    'evidence `done` needs. Where somebody has to confirm it, that is a decision on the ' +
    'requirement that the release then lists.',
  params: taskParams,
  query: nothing,
  body: jsonBody(taskReportBody),
  answers: statementAnswers,
  async handle({ params, body, caller }, services) {
    const { decisionId, environment, outcome, link, file, subjectDigest, comment } = body;
    const requirement = taskId(environment, params.task);
    const order = {
      kind: 'task-report' as const,
      content: { requirement, outcome, link, file },
      release: params.release,
      id: decisionId ?? null,
      comment: comment ?? null,
      subjectDigest,
    };
    return answerStatement(order, caller.actor, services);
  },
});

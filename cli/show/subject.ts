import type { ReleaseAnswer, RequirementAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { pairs, table } from '../terminal/table.ts';
import { dayAndTime, dueAt } from './instant.ts';

/** What a person is asked to decide on: the release, its artifacts, the question, its digest. */
export function showSubject(
  release: ReleaseAnswer,
  requirement: RequirementAnswer,
  paint: Paint,
  now: Date,
): string {
  const { id, environment, group, count, attempt, deadline, decisions } = requirement;
  const head = pairs(
    [
      ['Release', `${paint('strong', release.release)}  ${release.title}`],
      ['Requirement', `${paint('strong', id)}, attempt ${attempt}, for ${environment}`],
      ['Decided by', `${count} of ${group}, until ${dueAt(deadline, now)}`],
      ['Decided so far', decided(decisions)],
      ['Started by', release.requestedBy ?? ''],
      ['Plan', release.planDigest],
      ['Evidence', requirement.evidenceDigest],
      ['Subject', requirement.subjectDigest],
    ],
    paint,
  );
  const artifacts = release.artifacts.map(({ component, version, digest }) => [
    component,
    version,
    digest,
  ]);
  const brought = table(['component', 'version', 'artifact'], artifacts, paint);
  return artifacts.length === 0 ? head : `${head}\n\n${brought}`;
}

function decided(decisions: RequirementAnswer['decisions']): string {
  if (decisions.length === 0) return 'by nobody';
  return decisions
    .map(({ verdict, by, at }) => `${verdict} by ${by} at ${dayAndTime(at)}`)
    .join(', ');
}

import type { ApprovalAnswer, SinceLastAnswer } from '../http/approval-answer.ts';

/** What changed since somebody's last decision, as lines below the list; empty where none has. */
export function showSinceLast(approvals: readonly ApprovalAnswer[]): string {
  return approvals
    .flatMap(({ release, requirement, sinceYourLast }) =>
      sinceYourLast === null ? [] : [`${release} ${requirement.id}: ${tell(sinceYourLast)}`],
    )
    .join('\n');
}

function tell({ verdict, because, revision, components, evidence }: SinceLastAnswer): string {
  const again = because === 'withdrawn' ? 'it was withdrawn' : 'you are asked again';
  const why = because === 'revised' ? `revision ${revision} of the plan voids it` : again;
  const changes = [
    ...components.map(
      ({ component, before, after }) => `  ${component}: ${short(before)} is now ${short(after)}`,
    ),
    ...evidence.map(({ stage, gate, component, before, after }) => {
      const name = component === null ? gate : `${gate} of ${component}`;
      const [was, is] = [before?.verdict ?? 'not judged', after?.verdict ?? 'not judged'];
      return `  ${stage} ${name}: ${was === is ? `${is}, on new evidence` : `${was} is now ${is}`}`;
    }),
  ];
  const said = `you said ${verdict}, and ${why}.`;
  if (changes.length === 0) return `${said} Artifacts and evidence are the same.`;
  return [`${said} Since then:`, ...changes].join('\n');
}

/** As much of a digest as people compare. */
function short(digest: string | null): string {
  return digest === null ? 'nothing' : digest.slice(0, 'sha256:'.length + 12);
}

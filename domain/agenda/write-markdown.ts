import { counted } from '../release/counted.ts';
import type { RiskAssessment } from '../risk/assessment.ts';
import type { AgendaItem } from './agenda-item.ts';
import type { EvidenceReview } from './reviewed-evidence.ts';

/** The agenda as a document to read, print or mail. `at`: when it was written, RFC 3339. */
export function writeMarkdown(group: string, at: string, items: readonly AgendaItem[]): string {
  const head = [
    `# Agenda of ${plain(group)}`,
    `${counted(items.length, 'decision')}, as of ${at}.`,
  ];
  const sections = items.map((item, index) => sectionOf(item, index + 1));
  return `${[...head, ...sections].join('\n\n')}\n`;
}

function sectionOf(item: AgendaItem, number: number): string {
  const { release, title, requirement, deadline, missing, releaseClass, environment } = item;
  return [
    `## ${number}. ${plain(title)}`,
    list([
      `Release: ${plain(release)} (${releaseClass}), to ${plain(environment)}`,
      `Decide: ${plain(requirement)}, ${missing} of ${item.count} still missing, until ${deadline}`,
      ...(item.bypassedBecause === null
        ? []
        : [`Decided afterwards, because a bypass was used: ${plain(item.bypassedBecause)}`]),
      `Subject: ${item.subjectDigest}`,
      `Why: ${item.why === '' ? 'the release does not say' : plain(item.why)}`,
    ]),
    '### What',
    list(
      item.components.map(
        ({ component, version, digest }) =>
          `${plain(component)} ${plain(version)}: ${digest ?? 'not packed yet'}`,
      ),
    ),
    '### Risk',
    item.risk === null ? 'Unknown: nothing says how it is weighed.' : riskOf(item.risk),
    '### Evidence',
    item.evidence.length === 0
      ? 'None: no gate has been judged.'
      : list(
          item.evidence.map(({ stage, gate, component, verdict, evidence, reviews }) => {
            const name = [stage, gate, component ?? ''].filter((part) => part !== '').join(' ');
            const kept = evidence?.digest ?? 'no evidence kept';
            return `${plain(name)}: ${verdict} (${kept})${reviewsOf(reviews)}`;
          }),
        ),
    '### Window',
    windowOf(item.window),
    '### Way back',
    item.wayBack === null ? 'None is named.' : wayBackOf(item.wayBack),
    '### Conflicts',
    conflictsOf(item),
  ].join('\n\n');
}

/** By pseudonymous ids: names are erasable, and a document that was printed is not. */
function reviewsOf(reviews: readonly EvidenceReview[]): string {
  const told = reviews.map(
    ({ by, at, requirement }) => `${plain(by)} for ${plain(requirement)} at ${at}`,
  );
  return told.length === 0 ? '' : `; unchanged since it was approved upon by ${told.join(', ')}`;
}

function conflictsOf({ conflicts, moreConflicts }: AgendaItem): string {
  const more = moreConflicts === 0 ? [] : [`And ${moreConflicts} more: see the release.`];
  if (conflicts.length + more.length === 0) return 'None with what other releases plan.';
  const told = conflicts.map(({ kind, reason, decision, with: others, from, until }) => {
    const who = others.map(plain).join(', ');
    return `${kind} with ${who} (${from} to ${until}): ${plain(reason)} ${plain(decision)}`;
  });
  return list([...told, ...more]);
}

function riskOf({ score, path, pathReasons, factors, failureModes }: RiskAssessment): string {
  return list([
    `Score ${score}; path ${path}: ${pathReasons.map(plain).join(' ')}`,
    ...factors.map(({ factor, points, reason }) => `${points} for ${factor}: ${plain(reason)}`),
    ...failureModes.map(
      ({ failure, priorityNumber, mitigation }) =>
        `May fail (${priorityNumber}): ${plain(failure)} Against it: ${plain(mitigation)}`,
    ),
  ]);
}

function windowOf({ open, reason, nextOpen }: AgendaItem['window']): string {
  if (open) return `Open now. ${plain(reason)}`;
  return `Closed now: ${plain(reason)} Next opening: ${nextOpen ?? 'none known'}.`;
}

function wayBackOf(wayBack: NonNullable<AgendaItem['wayBack']>): string {
  const { owner, criteria, runbook, restoreTargetMs } = wayBack;
  const minutes = Math.round(restoreTargetMs / 60_000);
  return list([
    `Led by ${plain(owner)}; service is restored within ${minutes} min`,
    ...criteria.map((criterion) => `Taken back when: ${plain(criterion)}`),
    ...runbook.map((step) => `Step: ${plain(step)}`),
  ]);
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** Words of people on one line, of which nothing is read as markup, a link or an image. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|&~]/g, '\\$&');
}

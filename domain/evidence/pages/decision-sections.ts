import { nameOfScope } from '../../deviation/deviation.ts';
import type { RequirementState } from '../../release/state.ts';
import type { TaskReport } from '../../task/task.ts';
import type { ReleaseStory } from '../tell-story.ts';
import { type Html, html } from './html.ts';
import { id, lines, section } from './page.ts';

/** Who decided what about what, who was let off, what it waited for, and what was owed. */
export function decisionSections(story: ReleaseStory): readonly Html[] {
  return [
    requirementsOf('Approvals', story.approvals, 'Nobody was asked to approve anything.'),
    requirementsOf('Acceptance tests', story.acceptance, 'Nobody was asked to accept anything.'),
    requirementsOf('Work by hand', story.tasks, 'Nothing was done by hand.'),
    section(
      'Defects',
      ['Defect', 'Test', 'Severity', 'State', 'Reported', 'Changed', 'Let stand as'],
      story.defects.map((each) => [
        each.id,
        each.requirement,
        each.severity,
        each.state,
        each.reportedAt,
        each.changedAt,
        each.toleratedAs ?? '–',
      ]),
      'Acceptance tests found none.',
    ),
    section(
      'Delegations that were used',
      ['When', 'Delegation', 'Who spoke', 'In place of', 'About', 'Statement'],
      story.delegations.map((each) => [
        each.at,
        each.delegation,
        id(each.delegate),
        id(each.inPlaceOf),
        each.about,
        id(each.statement),
      ]),
      'Everybody spoke for themselves.',
    ),
    deviationsOf(story),
    section(
      'Commands of people',
      ['When', 'Who', 'Command', 'About', 'Evidence', 'Statement'],
      story.commands.map(({ at, by, command, about, evidence, statement }) => [
        at,
        id(by),
        command,
        about,
        evidence,
        id(statement),
      ]),
      'Nobody has given a command.',
    ),
    section(
      'What it waited for',
      ['From', 'To', 'Kind', 'Why', 'How it ended'],
      story.waits.map(({ from, to, kind, reason, outcome }) => [
        from,
        to ?? 'it lasts',
        kind,
        reason,
        outcome,
      ]),
      'It has waited for nothing.',
    ),
    ...afterwardsOf(story),
  ];
}

function requirementsOf(
  title: string,
  requirements: readonly RequirementState[],
  whenEmpty: string,
): Html {
  return section(
    title,
    ['Requirement', 'Group', 'Asked', 'Outcome', 'Decisions', 'Subject that was signed'],
    requirements.map((each) => [
      each.id,
      `${each.count} of ${each.group}`,
      each.openedAt,
      each.outcome,
      decisionsOf(each),
      id(each.subjectDigest),
    ]),
    whenEmpty,
  );
}

function decisionsOf({ decisions, voided = [] }: RequirementState): Html {
  const counted = decisions.map(
    ({ by, verdict, at, digest, inPlaceOf, report }) =>
      html`${report?.outcome ?? verdict} by ${id(by)}${
        inPlaceOf === undefined ? null : html` in place of ${id(inPlaceOf.person)}`
      } at ${at}, statement ${id(digest)}${shownBy(report)}<br>`,
  );
  const gone = voided.map(
    ({ by, verdict, at, voidedAt, because }) =>
      html`counts no more (${because} at ${voidedAt}): ${verdict} by ${id(by)} at ${at}<br>`,
  );
  return html`${counted}${gone}`;
}

/** What was given with the word that a task is done. */
function shownBy(report: TaskReport | undefined): string {
  const given = [report?.link, report?.file].filter((each) => typeof each === 'string');
  return given.length === 0 ? '' : `, evidence ${given.join(' ')}`;
}

function deviationsOf({ askedDeviations, reviewIsMandatoryBecause }: ReleaseStory): Html {
  const asked = section(
    'Deviations that were asked for',
    ['Deviation', 'From what', 'Asked', 'Answer', 'Reason', 'What protects meanwhile', 'Used'],
    askedDeviations.map((each) => [
      each.id,
      nameOfScope(each.scope),
      html`${id(each.askedBy)} at ${each.askedAt}, until ${each.until}`,
      each.answer === null
        ? 'none'
        : html`${each.answer.verdict} by ${id(each.answer.by)} at ${each.answer.at}`,
      each.reason,
      each.compensatingControl,
      each.used === null ? 'no' : `${each.used.stage} at ${each.used.at}`,
    ]),
    'None.',
  );
  const reasons = reviewIsMandatoryBecause.map((reason) => html`<li>${reason}</li>`);
  if (reasons.length === 0) return asked;
  return html`${asked}<p>Its review could not be left out, because:</p><ul>${reasons}</ul>\n`;
}

function afterwardsOf(story: ReleaseStory): readonly Html[] {
  return [
    section(
      'Review and what else was owed',
      ['What', 'Owner', 'Due', 'Met', 'Waived', 'Mandatory because'],
      story.obligations.map(({ title, owner, due, metAt, waived, mandatoryBecause }) => [
        title,
        owner,
        due,
        metAt ?? 'NOT MET',
        waived === null ? 'no' : html`by ${id(waived.by)} at ${waived.at}`,
        lines(mandatoryBecause),
      ]),
      'Nothing is owed yet.',
    ),
    section(
      'Announcements',
      ['Stage', 'Reference'],
      story.announcements.map(({ stage, reference }) => [stage, reference]),
      'None was sent.',
    ),
    section(
      'What was refused',
      ['When', 'Signal', 'Rule', 'Reason'],
      story.refusals.map(({ at, signal, code, reason }) => [at, signal, code, reason]),
      'Nothing was refused on the record.',
    ),
  ];
}

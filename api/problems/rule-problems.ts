import type { ProblemKind } from './problem-kind.ts';
import { revisionProblems } from './revision-problems.ts';

/** Refusals by the rules of releases and approvals, under the codes that stand in receipts too. */
export const ruleProblems = {
  'release/closed': {
    status: 409,
    title: 'The release is closed',
    remedy: 'Start a new release.',
  },
  'requirement/unknown': {
    status: 404,
    title: 'The release has no such open requirement',
    remedy: 'GET /v1/releases/{release} lists the requirements under `requirements`.',
  },
  'requirement/other-kind': {
    status: 409,
    title: 'The requirement takes another kind of statement',
    remedy: 'Use /decisions for approvals, /uat for acceptance tests, and /tasks for tasks.',
  },
  'requirement/settled': {
    status: 409,
    title: 'The requirement is settled',
    remedy: 'There is nothing left to decide here.',
  },
  'statement/expired': {
    status: 409,
    title: 'The statement has expired',
    remedy: 'Say it again.',
  },
  'statement/other-release': {
    status: 409,
    title: 'The statement speaks about another release',
    remedy: 'Send it to the release that it speaks about.',
  },
  'statement/other-environment': {
    status: 409,
    title: 'The statement speaks about another environment',
    remedy: 'Read the requirement again, and decide about what it says now.',
  },
  'statement/other-subject': {
    status: 409,
    title: 'The statement speaks about something else than what is asked now',
    remedy: 'Read the requirement again, and decide about the digest that it has now.',
  },
  'task/not-owner': {
    status: 403,
    title: 'Only the owners of a task report on it',
    remedy: 'Ask someone of the group that owns it.',
  },
  'task/evidence-missing': {
    status: 409,
    title: 'What the plan demands with the report is missing',
    remedy: 'Give it as `link`, `file` or `comment`, and say it again.',
  },
  'task/own-report': {
    status: 403,
    title: 'Who reported on a task does not confirm it',
    remedy: 'Ask another person of the group.',
  },
  'approval/not-in-group': {
    status: 403,
    title: 'Only people of the group decide this',
    remedy: 'Ask someone of the group.',
  },
  'approval/requester': {
    status: 403,
    title: 'Who started a release does not decide about it',
    remedy: 'Ask another person of the group.',
  },
  'approval/author-of-the-change': {
    status: 403,
    title: 'Who wrote the change does not decide about it',
    remedy: 'Ask another person of the group.',
  },
  'approval/reviser': {
    status: 403,
    title: 'Who revised the plan of a release does not decide about it',
    remedy: 'Ask another person of the group.',
  },
  'approval/delegator-excluded': {
    status: 403,
    title: 'Who delegated this to you may not decide it',
    remedy: 'Ask another person of the group.',
  },
  'approval/delegator-has-decided': {
    status: 409,
    title: 'Who delegated this to you has decided it',
    remedy: 'One right to decide counts once: another person of the group is needed.',
  },
  'approval/decided-in-place': {
    status: 409,
    title: 'A delegate has decided this in that person’s place',
    remedy: 'One right to decide counts once: another person of the group is needed.',
  },
  'approval/nothing-to-withdraw': {
    status: 409,
    title: 'There is no decision of yours to withdraw',
    remedy: 'GET /v1/releases/{release} lists the decisions of each requirement.',
  },
  'approval/said-before-withdrawal': {
    status: 409,
    title: 'This was said before your decision was withdrawn',
    remedy: 'Say it again, as a new statement.',
  },
  'approval/unknown-author': {
    status: 403,
    title: 'Nobody decides about a change while one of its authors is unknown',
    remedy: 'Let the catalog say whose the mail address is: a person’s or a bot’s.',
  },
  'approval/already-decided': {
    status: 409,
    title: 'You have decided this requirement already',
    remedy: 'A decision stands. Another person of the group can decide otherwise.',
  },
  'duties/refused': {
    status: 403,
    title: 'Your other duties on this release do not go together with this one',
    remedy: 'Ask somebody who had no other part in this release. `rule` names the policy.',
  },
  'command/not-entitled': {
    status: 403,
    title: 'The command is for people of other groups',
    remedy: 'Ask someone of one of the groups.',
  },
  'command/not-now': {
    status: 409,
    title: 'The release does not take this command now',
    remedy: 'GET /v1/releases/{release} says under `blockers` what can be done.',
  },
  'deviation/not-provided-for': {
    status: 409,
    title: 'Nobody grants such a deviation',
    remedy: 'Meet what holds the release, or let the policy name who grants it for later releases.',
  },
  'deviation/not-entitled': {
    status: 403,
    title: 'Only people who work on the release ask for a deviation',
    remedy: 'Ask someone of one of the groups.',
  },
  'deviation/not-now': {
    status: 409,
    title: 'The release is not going out any more',
    remedy: 'There is nothing left to be let off.',
  },
  'deviation/asked-before': {
    status: 409,
    title: 'The deviation was asked for already',
    remedy: 'Ask again under another id.',
  },
  'deviation/too-many': {
    status: 409,
    title: 'Too many deviations were asked for',
    remedy: 'Withdraw the release, and start one that needs fewer.',
  },
  'deviation/expired': {
    status: 409,
    title: 'The deviation has ended',
    remedy: 'Ask for one whose end is still to come.',
  },
  'deviation/too-long': {
    status: 409,
    title: 'The deviation would last too long',
    remedy: 'Ask for one that ends earlier.',
  },
  'deviation/follow-up': {
    status: 409,
    title: 'The follow-up could not be met',
    remedy: 'Name an owner who completes obligations of this release, and a time to come.',
  },
  'deviation/no-such-scope': {
    status: 409,
    title: 'The scope speaks about nothing that holds the release',
    remedy: 'Take the scope from `blockers` and `gates` of GET /v1/releases/{release}.',
  },
  'deviation/embargo': {
    status: 403,
    title: 'An embargo has no override',
    remedy: 'Wait until it ends, or let its owner change it.',
  },
  'deviation/unknown': {
    status: 404,
    title: 'The release has no such deviation',
    remedy: 'GET /v1/releases/{release} lists what was asked for under `deviations`.',
  },
  'deviation/answered': {
    status: 409,
    title: 'The deviation was answered already',
    remedy: 'An answer stands. Ask for another deviation.',
  },
  'deviation/own-request': {
    status: 403,
    title: 'Nobody answers what they asked for themselves',
    remedy: 'Ask another person of the group.',
  },
  ...revisionProblems,
} as const satisfies Readonly<Record<string, ProblemKind>>;

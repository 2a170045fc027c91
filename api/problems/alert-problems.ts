import type { ProblemKind } from './problem-kind.ts';

/** Why a release does not heed an alert; `POST /v1/alerts` tells it of each alert. */
export const alertProblems = {
  'alert/not-heeded': {
    status: 409,
    title: 'The plan heeds no alerts there',
    remedy: 'Let the policy say `alerts` for the environment, for later releases.',
  },
  'alert/not-entitled': {
    status: 403,
    title: 'Alerts count from other accounts',
    remedy: 'Put the account into the group that the policy names.',
  },
  'alert/about-another': {
    status: 409,
    title: 'The alert is about something else',
    remedy: 'Compare its labels with `alerts` of the policy.',
  },
  'alert/not-known': {
    status: 409,
    title: 'The release has not heard of this alert',
    remedy: 'Nothing has to be done: what never fired does not end.',
  },
  'alert/nothing-changed': {
    status: 409,
    title: 'The release answers for nothing there',
    remedy: 'Look for another cause.',
  },
  'alert/older-than-change': {
    status: 409,
    title: 'The alert fired before the change',
    remedy: 'Look for another cause; whoever sees harm sends the command rollback.',
  },
  'alert/too-many': {
    status: 409,
    title: 'The release has heard of too many alerts',
    remedy: 'It knows enough: look at what it does about them.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;

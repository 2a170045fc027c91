import { type Answerer, notApplicable, notShown, shown, unless } from './evidence-base.ts';

/** Incidents have ended, and it is written how. */
export const incidents: Answerer = ({ story }) => {
  if (story.incidents.length === 0) return notApplicable('No incident was recorded.');
  const open = story.incidents.filter(({ resolvedAt }) => resolvedAt === null);
  return unless(
    open.map(({ id, title }) => `The incident ${id} is open: ${title}`),
    story.incidents.map(
      ({ id, title, openedAt, resolvedAt, how }) =>
        `${id}: ${title} Opened ${openedAt}, ended ${resolvedAt ?? 'not yet'}: ${how ?? ''}`,
    ),
    '',
  );
};

/** The release is closed, and nothing that it owed was left or waived. */
export const reviewed: Answerer = ({ story }) => {
  const left = story.obligations.filter(({ metAt }) => metAt === null);
  const against = left.map(({ id, waived }) =>
    waived === null ? `${id} is owed still.` : `${id} was waived by ${waived.by} at ${waived.at}.`,
  );
  const met = story.obligations.filter(({ metAt }) => metAt !== null);
  return unless(
    against,
    met.map(({ id, metAt, owner }) => `${id} was met at ${metAt}; owed by ${owner}.`),
    'Nothing that is owed afterwards is recorded yet.',
  );
};

/** Facts, and what was done to tools, before and after. */
export const logged: Answerer = ({ story, record }) => {
  const actions = record.entries.filter(({ sort }) => sort === 'action').length;
  if (story.ledger.entries === 0) return notShown('The ledger holds no entry.');
  return shown(
    `${story.ledger.entries} entries, of which ${actions} say what was done to tools; from ` +
      `${record.entries[0]?.recordedAt} to ${record.entries.at(-1)?.recordedAt}.`,
  );
};

/** The chain holds and the projection agrees; nothing that decisions rest on is gone. */
export const intact: Answerer = ({ story }) =>
  story.gaps.length > 0
    ? notShown(...story.gaps)
    : shown(
        `The hash chain of ${story.ledger.entries} entries holds up to ${story.ledger.head}, and ` +
          'nothing that decisions rest on is missing.',
      );

/** People are in the records by ids that say nothing without the directory. */
export const pseudonymous: Answerer = ({ story }) => {
  const people = new Set(
    [story.requestedBy, ...story.events.flatMap(({ by }) => (by === null ? [] : [by]))].filter(
      (id) => id.startsWith('p-'),
    ),
  );
  const file =
    story.people === 'omitted' ? 'Their names were left out here.' : 'people.html names them.';
  return people.size === 0
    ? notShown('Nobody has acted under a pseudonymous id.')
    : shown(`The ledger names ${people.size} people by pseudonymous ids alone. ${file}`);
};

export const riskWeighed: Answerer = ({ record }) => {
  const { assessment, releaseClass } = record.plan;
  return assessment === undefined
    ? notShown(`It is of the class ${releaseClass}; nothing says how its risk was weighed.`)
    : shown(`Its risk was weighed (plan.json, assessment), and its class is ${releaseClass}.`);
};

import type { ReleaseStory } from '../tell-story.ts';
import { type Html, html } from './html.ts';
import { id, lines, section } from './page.ts';

/** From where it runs back to its source, and how it came there and perhaps back. */
export function deliverySections(story: ReleaseStory): readonly Html[] {
  return [
    componentsOf(story),
    section(
      'Environments',
      ['Environment', 'Came in', 'Passed', 'Manifest'],
      story.environments.map((name) => {
        const admitted = story.admitted.find(({ environment }) => environment === name);
        const passed = story.passed.find(({ environment }) => environment === name);
        const manifest = (admitted ?? passed)?.manifestDigest ?? null;
        return [name, admitted?.at ?? 'not', passed?.at ?? 'not', id(manifest)];
      }),
      'The plan knows no environment.',
    ),
    section(
      'Gates and their evidence',
      ['When', 'Stage', 'Gate', 'Component', 'Verdict', 'Reason', 'Evidence'],
      story.gates.map(({ at, stage, gate, component, verdict, reason, evidence }) => [
        at,
        stage,
        gate,
        component ?? '–',
        verdict,
        reason,
        id(evidence),
      ]),
      'No gate has judged anything.',
    ),
    section(
      'What was changed where',
      ['Environment', 'Component', 'What', 'From', 'To', 'Status'],
      story.changes.map((change) => [
        change.environment,
        change.component,
        change.what,
        change.from?.version ?? 'nothing',
        html`${change.to.version} ${id(change.to.digest)}`,
        becameOf(change),
      ]),
      'Nothing was changed anywhere.',
    ),
    ...rollbackOf(story),
  ];
}

function becameOf({ status, failure, isWithheld }: ReleaseStory['changes'][number]): string {
  if (isWithheld === true) return 'refused before anything was done';
  return failure === null ? status : `${status}: ${failure.message}`;
}

function componentsOf({ components }: ReleaseStory): Html {
  return section(
    'What was released, back to its source',
    ['Component', 'Version', 'Artifact', 'Commit', 'Tag', 'Authors', 'Where'],
    components.map((each) => [
      each.component,
      each.version,
      each.artifactDigest === null ? 'NOT RECORDED' : id(each.artifactDigest),
      each.commit === null ? 'NOT RECORDED' : id(each.commit),
      each.tag,
      lines([
        ...each.authors,
        ...(each.unknownAuthors === 0 ? [] : [`${each.unknownAuthors} not known`]),
      ]),
      lines(
        each.places.map(
          ({ environment, status, before, digest }) =>
            `${environment}: ${status}, before it ${before ?? 'nothing'}` +
            (digest === each.artifactDigest ? '' : `; ANOTHER DIGEST: ${digest}`),
        ),
      ),
    ]),
    'The plan has no component.',
  );
}

function rollbackOf({ rollback, incidents }: ReleaseStory): readonly Html[] {
  const told = section(
    'Incidents',
    ['Incident', 'Where', 'What', 'Opened', 'Ended', 'How'],
    incidents.map(({ id: name, environment, title, openedAt, resolvedAt, how }) => [
      name,
      environment,
      title,
      openedAt,
      resolvedAt ?? 'open',
      how,
    ]),
    'None was recorded.',
  );
  if (rollback === null) return [html`<h2>Rollback</h2>\n<p>It was not taken back.</p>\n`, told];
  const { reason, by, startedAt, finishedAt, stage, takenOverBy, validations } = rollback;
  const asked = by === null ? 'Tidegate took it back' : html`${id(by)} had it taken back`;
  const over = takenOverBy === null ? null : html` ${id(takenOverBy)} took the rest over.`;
  const text = html`<h2>Rollback</h2>
<p>${asked} in ${stage} at ${startedAt}, until ${finishedAt ?? 'now: it has not ended'}.
Reason: ${reason}${over}</p>
`;
  const seen = section(
    'What was found after the rollback',
    ['Environment', 'When', 'Verdict', 'Reason'],
    validations.map(({ environment, at, verdict, reason: why }) => [environment, at, verdict, why]),
    'Nobody has looked yet.',
  );
  return [text, seen, told];
}

import type { ControlStatus, MappedControl } from '../controls/control.ts';
import { html } from './html.ts';
import { lines, page, section } from './page.ts';

export const mappingNote =
  'This is a mapping, and no certificate: it says which facts of this one release speak to which ' +
  'control. Whether a control is met is for whoever audits the organisation. “Not shown” says ' +
  'that this record does not show it, and not that it was not done.';

const words: Readonly<Record<ControlStatus, string>> = {
  shown: 'shown',
  'not-shown': 'NOT SHOWN',
  'not-applicable': 'not applicable',
};

/** What the release shows to each control, framework by framework: `controls.html`. */
export function writeControls(release: string, controls: readonly MappedControl[]): string {
  const frameworks = [...new Set(controls.map(({ framework }) => framework))];
  return page(`Controls that the release ${release} speaks to`, [
    html`<p><strong>${mappingNote}</strong></p>
<p>SOX names no controls itself: its rows carry the numbers of COBIT 2019, by which auditors test
the change management of IT general controls. <a href="index.html">Back to the story</a>.</p>
`,
    ...frameworks.map((framework) =>
      section(
        framework,
        ['Control', 'About', 'Status', 'Facts', 'Beyond this record'],
        controls
          .filter((control) => control.framework === framework)
          .map(({ reference, about, status, findings, beyond }) => [
            reference,
            about,
            words[status],
            lines(
              findings.flatMap(({ question, facts, status: found }) =>
                facts.map((fact) => `${question} (${words[found]}): ${fact}`),
              ),
            ),
            beyond ?? '–',
          ]),
        'None.',
      ),
    ),
  ]);
}

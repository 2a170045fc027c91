import type { Control } from './control.ts';

type Row = readonly [
  reference: string,
  about: string,
  questions: Control['questions'],
  beyond?: string,
];

/**
 * Section 404 names no controls. Auditors test the change management of its IT general controls by
 * the practices of COBIT 2019, whose numbers are used here.
 */
const sox: readonly Row[] = [
  [
    '§404 (15 U.S.C. 7262), COBIT 2019 BAI06.01',
    'Changes are assessed and authorised before they are made',
    ['authorised', 'risk-weighed'],
  ],
  [
    '§404, COBIT 2019 BAI06.02',
    'Exceptions and emergency changes are authorised and reviewed',
    ['exceptions'],
  ],
  [
    '§404, COBIT 2019 BAI06.03',
    'What was changed is tracked, and is what was approved',
    ['traceable', 'logged'],
  ],
  ['§404, COBIT 2019 BAI06.04', 'Changes are closed and documented', ['reviewed']],
  ['§404, COBIT 2019 BAI07.01', 'There is a plan, with a way back', ['way-back']],
  ['§404, COBIT 2019 BAI07.05', 'Changes are tested and accepted', ['tested', 'accepted']],
  [
    '§404, COBIT 2019 BAI07.06',
    'Promotion to production is controlled',
    ['environments-apart', 'authorised'],
  ],
  ['§404, COBIT 2019 BAI07.08', 'A post-implementation review is held', ['reviewed']],
  [
    '§404, COBIT 2019 DSS06.03',
    'Who makes a change does not approve it',
    ['duties-apart'],
    'Who has access to production around Tidegate is not in this record.',
  ],
];

const iso: readonly Row[] = [
  ['A.5.3', 'Conflicting duties are segregated', ['duties-apart']],
  ['A.5.26', 'Incidents are responded to', ['incidents']],
  ['A.5.28', 'Evidence is collected and preserved', ['intact', 'logged']],
  [
    'A.5.33',
    'Records are protected from loss and falsification',
    ['intact'],
    'How long they are kept is not in this record.',
  ],
  ['A.8.15', 'Activities are logged', ['logged', 'identified']],
  [
    'A.8.19',
    'Software is installed on operational systems in a controlled way',
    ['authorised', 'traceable', 'way-back'],
  ],
  [
    'A.8.25',
    'Software is developed by rules that hold from source to production',
    ['tested', 'traceable'],
  ],
  [
    'A.8.29',
    'Security is tested in development and acceptance',
    ['tested', 'accepted'],
    'Whether the gates that ran test security is for the reader: their names and reports are here.',
  ],
  ['A.8.31', 'Development, test and production are separated', ['environments-apart']],
  [
    'A.8.32',
    'Changes are subject to change management',
    ['authorised', 'tested', 'announced', 'way-back', 'seen-working', 'reviewed'],
  ],
];

const hipaa: readonly Row[] = [
  [
    '45 CFR 164.308(a)(1)(ii)(A)',
    'Risk analysis: of this change',
    ['risk-weighed'],
    'The analysis of the whole organisation is not in this record.',
  ],
  [
    '45 CFR 164.308(a)(1)(ii)(D)',
    'Activity of information systems is reviewed',
    ['logged', 'reviewed'],
  ],
  ['45 CFR 164.308(a)(6)(ii)', 'Security incidents are responded to and reported', ['incidents']],
  [
    '45 CFR 164.308(a)(8)',
    'Safeguards are evaluated when operations change',
    ['tested', 'seen-working'],
  ],
  ['45 CFR 164.312(a)(2)(i)', 'Each user is identified uniquely', ['identified']],
  ['45 CFR 164.312(b)', 'Audit controls record activity', ['logged']],
  [
    '45 CFR 164.312(c)(1)',
    'Integrity: nothing is altered improperly',
    ['intact', 'traceable'],
    'It is shown for the release and its records, not for health information itself.',
  ],
  [
    '45 CFR 164.312(d)',
    'Who acts is who they claim to be',
    ['identified'],
    'How the identity provider authenticates people is not in this record.',
  ],
  [
    '45 CFR 164.316(b)(1)',
    'Actions are documented in writing',
    ['logged', 'intact'],
    'The six years of 164.316(b)(2)(i) are for whoever keeps this archive.',
  ],
];

const gdpr: readonly Row[] = [
  ['Art. 5(1)(c)', 'No more personal data than needed: in these records', ['pseudonymous']],
  ['Art. 5(1)(f)', 'Integrity: of the release and its records', ['intact', 'traceable']],
  [
    'Art. 5(2)',
    'Accountability: what was decided can be shown',
    ['identified', 'logged', 'intact'],
  ],
  [
    'Art. 25(1)',
    'Protection by design: people are pseudonymous in these records',
    ['pseudonymous'],
    'Whether the released software protects data by design is not in this record.',
  ],
  [
    'Art. 32(1)(b)',
    'Systems stay available and resilient through a change',
    ['way-back', 'seen-working'],
  ],
  ['Art. 32(1)(c)', 'What fails is restored in time', ['way-back', 'incidents']],
  ['Art. 32(1)(d)', 'Measures are tested and evaluated regularly', ['tested', 'reviewed']],
];

const framed = (framework: Control['framework'], rows: readonly Row[]): readonly Control[] =>
  rows.map(([reference, about, questions, beyond]) => ({
    framework,
    reference,
    about,
    questions,
    ...(beyond === undefined ? {} : { beyond }),
  }));

/** The controls that a release can say something to, each under its public number. */
export const controls: readonly Control[] = [
  ...framed('SOX', sox),
  ...framed('ISO/IEC 27001:2022', iso),
  ...framed('HIPAA Security Rule', hipaa),
  ...framed('GDPR', gdpr),
];

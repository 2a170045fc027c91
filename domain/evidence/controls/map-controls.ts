import { controls } from './catalogue.ts';
import type { ControlStatus, Finding, MappedControl, Question } from './control.ts';
import { accepted, authorised, dutiesApart, exceptions, identified } from './decisions.ts';
import {
  announced,
  environmentsApart,
  seenWorking,
  tested,
  traceable,
  wayBack,
} from './delivery.ts';
import type { Answerer, EvidenceBase } from './evidence-base.ts';
import { incidents, intact, logged, pseudonymous, reviewed, riskWeighed } from './upkeep.ts';

const answerers: Readonly<Record<Question, Answerer>> = {
  authorised,
  tested,
  accepted,
  'duties-apart': dutiesApart,
  traceable,
  'environments-apart': environmentsApart,
  announced,
  'way-back': wayBack,
  'seen-working': seenWorking,
  exceptions,
  incidents,
  reviewed,
  identified,
  logged,
  intact,
  pseudonymous,
  'risk-weighed': riskWeighed,
};

/**
 * What a release's record shows of each control. A mapping, and no certificate: whether a control
 * is met is for whoever audits the organisation.
 */
export function mapControls(base: EvidenceBase): readonly MappedControl[] {
  return controls.map((control) => {
    const findings = control.questions.map((question) => ({
      question,
      ...answerers[question](base),
    }));
    return { ...control, status: statusOf(findings), findings };
  });
}

/** One question without an answer leaves the control not shown. */
function statusOf(findings: readonly Finding[]): ControlStatus {
  if (findings.some(({ status }) => status === 'not-shown')) return 'not-shown';
  return findings.some(({ status }) => status === 'shown') ? 'shown' : 'not-applicable';
}

import type { DutyEngine } from '../../activities/ports/duties.ts';
import type { DutyQuestion } from '../../domain/duties/duty-question.ts';
import type { DutyAnswer, NamedPolicy } from '../../domain/duties/read-answers.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import { checkPolicies } from './check-policies.ts';
import { type Cedar, loadCedar } from './load-cedar.ts';
import { nameOf } from './name-of.ts';

/** A set that Cedar has parsed, under its digest; or why it could not. */
type Prepared =
  | { readonly id: string; readonly names: ReadonlyMap<string, NamedPolicy> }
  | { readonly failure: string };

/**
 * Asks Cedar. Every set is parsed once in the life of a process: there is one for each version of
 * the duties that a running release pins.
 */
export function createCedarEngine(): DutyEngine {
  const prepared = new Map<string, Prepared>();
  const preparedOnce = (cedar: Cedar, policies: string): Prepared => {
    const known = prepared.get(policies) ?? prepare(cedar, policies);
    prepared.set(policies, known);
    return known;
  };
  return {
    async ask(sets, question) {
      const cedar = await loadCedar();
      return sets.map((policies) => {
        try {
          const set = preparedOnce(cedar, policies);
          return 'failure' in set ? set : askOne(cedar, set, question);
        } catch (error) {
          return { failure: String(error) };
        }
      });
    },
    async check(policies) {
      return checkPolicies(await loadCedar(), policies);
    },
    async policiesOf(policies) {
      const cedar = await loadCedar();
      const parts = cedar.policySetTextToParts(policies);
      if (parts.type === 'failure') return [];
      return parts.policies.map((text) => ({ id: nameOf(cedar, text).id, text }));
    },
  };
}

function prepare(cedar: Cedar, policies: string): Prepared {
  const parts = cedar.policySetTextToParts(policies);
  if (parts.type === 'failure') return failure(parts.errors);
  if (parts.policy_templates.length > 0) return { failure: 'a policy is a template' };
  // Cedar's own ids, because two policies of one name must not become one.
  const staticPolicies = Object.fromEntries(
    parts.policies.map((text, index) => [`policy-${index}`, text]),
  );
  const id = sha256Hex(policies);
  const parsed = cedar.preparsePolicySet(id, { staticPolicies });
  if (parsed.type === 'failure') return failure(parsed.errors);
  const names = Object.entries(staticPolicies).map(
    ([policy, text]) => [policy, nameOf(cedar, text)] as const,
  );
  return { id, names: new Map(names) };
}

function askOne(
  cedar: Cedar,
  { id, names }: Extract<Prepared, { id: string }>,
  question: DutyQuestion,
): DutyAnswer {
  // Sets were held against the schema when they were applied. Doing so with each question would
  // double its cost, and what does not fit is an error of evaluation, which refuses all the same.
  const answer = cedar.statefulIsAuthorized({
    ...requestOf(question),
    preparsedPolicySetId: id,
  });
  if (answer.type === 'failure') return failure(answer.errors);
  const { decision, diagnostics } = answer.response;
  const named = (policy: string) => names.get(policy) ?? { id: null, reason: null };
  return {
    decision,
    policies: diagnostics.reason.map(named),
    errors: diagnostics.errors.map(({ policyId, error }) => ({
      id: named(policyId).id,
      message: error.message,
    })),
  };
}

function requestOf(question: DutyQuestion) {
  const { actors, environment, unknownAuthors, unknownMergers } = question;
  const principal = person(question.subject);
  const resource = { type: 'Release', id: question.release };
  const release = { name: question.release, class: question.releaseClass };
  const parents = question.groups.map((id) => ({ type: 'Group', id }));
  const people = (subjects: readonly string[]) =>
    subjects.map((subject) => ({ __entity: person(subject) }));
  return {
    principal,
    action: { type: 'Action', id: question.action },
    resource,
    context: {
      ...(environment === null ? {} : { environment }),
      requesters: people(actors.requesters),
      authors: people(actors.authors),
      mergers: people(actors.mergers),
      testers: people(actors.testers),
      approvers: people(actors.approvers),
      commanders: people(actors.commanders),
      granters: people(actors.granters),
      deployers: people(actors.deployers),
      unknownAuthors,
      unknownMergers,
    },
    entities: [
      { uid: principal, attrs: {}, parents },
      { uid: resource, attrs: release, parents: [] },
    ],
  };
}

function person(id: string): { type: string; id: string } {
  return { type: 'Person', id };
}

function failure(errors: readonly { readonly message: string }[]): { failure: string } {
  return { failure: errors.map(({ message }) => message).join('; ') || 'Cedar gave no reason' };
}

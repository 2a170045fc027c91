import { NotMeant } from '../failures.ts';
import type { ReleaseAnswer, RequirementAnswer } from '../http/answers.ts';

/** The requirement of that id, if it takes this kind of statement. Throws `NotMeant`. */
export function findRequirement(
  { release, requirements }: ReleaseAnswer,
  id: string,
  kind: RequirementAnswer['kind'],
): RequirementAnswer {
  const found = requirements.find((requirement) => requirement.id === id);
  if (found === undefined) {
    const open = requirements.filter(({ outcome }) => outcome === 'pending').map((each) => each.id);
    throw new NotMeant(
      `${release} has no requirement ${id}.`,
      open.length === 0 ? 'It asks for nothing now.' : `It asks for ${open.join(', ')} now.`,
    );
  }
  if (found.kind === kind) return found;
  const instead = {
    approval: `tidegate approve ${release} ${id}`,
    task: `tidegate task ${release} ${id} done`,
    uat: `tidegate uat verdict ${release} ${id} accept`,
  }[found.kind];
  throw new NotMeant(`${id} is decided in another way.`, `Write \`${instead}\`.`);
}

/** The digest that is sent: that of what was shown, which is what somebody insists on. */
export function subjectToSend(
  { id, subjectDigest }: RequirementAnswer,
  insisted: string | undefined,
): string {
  if (insisted === undefined || insisted === subjectDigest) return subjectDigest;
  throw new NotMeant(
    `${id} asks about ${subjectDigest} now, and you insist on ${insisted}. Nothing was sent.`,
    'Read what it asks now, and decide about that.',
  );
}

import { ApiClient } from './api-client.ts';
import type { ReleaseView } from './release.ts';

/** Who of the example's people answers for which group. */
const deciders: Readonly<Record<string, string>> = {
  cab: 'cora',
  operations: 'opal',
  'business-testers': 'una',
};

/**
 * Does what the example's people would do now: decides what waits for them, and meets what is due.
 * Returns what was done, a line each. What they did before is not done again.
 */
export async function actAsPeople(
  origin: string,
  release: ReleaseView,
  done: Set<string>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const requirement of release.requirements) {
    const { id, group, kind, subjectDigest, outcome } = requirement;
    const once = `${id} ${subjectDigest}`;
    if (outcome !== 'pending' || done.has(once)) continue;
    done.add(once);
    const person = deciders[group] ?? 'rita';
    const reason = await decide(origin, release.release, person, { id, kind, subjectDigest });
    lines.push(`${person} (${group}) decides ${id}: ${reason}`);
  }
  for (const { id, metAt } of release.obligations) {
    if (metAt !== null || done.has(id)) continue;
    done.add(id);
    const reason = await complete(origin, release.release, id);
    lines.push(`rita completes ${id}: ${reason}`);
  }
  return lines;
}

type Receipt = { readonly receipt?: { readonly reason: string }; readonly reason?: string };

async function decide(
  origin: string,
  release: string,
  person: string,
  requirement: { id: string; kind: string; subjectDigest: string },
): Promise<string> {
  const client = new ApiClient(origin, person);
  const { id, kind, subjectDigest } = requirement;
  const shared = { requirement: id, subjectDigest, comment: 'Seen and agreed.' };
  const answer =
    kind === 'uat'
      ? await client.post<Receipt>(`/v1/releases/${release}/uat/verdict`, {
          ...shared,
          verdict: 'accept',
        })
      : await client.post<Receipt>(`/v1/releases/${release}/decisions`, {
          ...shared,
          verdict: 'approve',
        });
  return reasonOf(answer);
}

async function complete(origin: string, release: string, obligation: string): Promise<string> {
  const answer = await new ApiClient(origin, 'rita').post<Receipt>(
    `/v1/releases/${release}/commands`,
    {
      command: 'complete-obligation',
      target: obligation,
      evidence: `https://wiki.storefront.example/${release}/${obligation}`,
      reason: 'Done.',
    },
  );
  return reasonOf(answer);
}

function reasonOf(answer: Receipt): string {
  return answer.receipt?.reason ?? answer.reason ?? 'on its way';
}

import { readFileSync } from 'node:fs';
import { ApiClient, ApiProblem } from './api-client.ts';

/** What the example reads of a release. */
export type ReleaseView = {
  readonly release: string;
  readonly state: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly stages: readonly {
    readonly id: string;
    readonly status: string;
    readonly summary: string | null;
    readonly failure: { readonly message: string } | null;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
  }[];
  readonly blockers: readonly {
    readonly id: string;
    readonly kind: string;
    readonly reason: string;
    readonly remedy: string;
  }[];
  readonly requirements: readonly {
    readonly id: string;
    readonly kind: string;
    readonly group: string;
    readonly outcome: string;
    readonly subjectDigest: string;
  }[];
  readonly obligations: readonly { readonly id: string; readonly metAt: string | null }[];
};

/**
 * Plans and starts the release of that file; one that was started before goes on as it is.
 */
export async function beginRelease(origin: string, file: string, person: string): Promise<void> {
  const client = new ApiClient(origin, person);
  const spec = readFileSync(file, 'utf8');
  const { digest } = await client.postYaml<{ digest: string }>('/v1/plans', spec);
  await client.post('/v1/releases', { spec, planDigest: digest });
}

/** The release as the API shows it, or null while it does not exist. */
export async function readRelease(origin: string, name: string): Promise<ReleaseView | null> {
  try {
    return await new ApiClient(origin, 'rita').get<ReleaseView>(`/v1/releases/${name}`);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

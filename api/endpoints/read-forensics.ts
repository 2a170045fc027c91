import { defineEndpoint, nothing } from '../endpoint.ts';
import { exportForensics } from '../evidence/export-forensics.ts';
import { sendArchive } from '../evidence/send.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { loadRelease } from '../releases/load-release.ts';
import { releaseParams } from '../schemas/field.ts';

export const readForensics = defineEndpoint({
  summary: 'Fetch what was preserved before a rollback as one archive',
  description:
    'A `.tar.gz` with logs, metrics, configuration and state of each component as they were ' +
    'before anything was undone. `index.json` says what is there, what could not be kept and ' +
    'why; `SHA256SUMS` has the digest of each file, which for what was preserved are those of ' +
    'the ledger. Values that are named as secrets are not in it. Who fetches it is recorded in ' +
    'the ledger of the release. The header `Tidegate-Evidence` names the digest of its ' +
    '`SHA256SUMS`.',
  params: releaseParams,
  query: nothing,
  body: noBody,
  streams: 'application/gzip',
  answers: {},
  async handle({ params: { release }, caller }, services) {
    const { state } = await loadRelease(release, services.records);
    const preserved = state.rollback?.forensics ?? [];
    if (preserved.length === 0) {
      const detail = `${release} was not rolled back, or nothing of it could be kept.`;
      throw new Problem('nothing-preserved', { detail });
    }
    const archive = await exportForensics(release, preserved, caller.actor, services);
    return { stream: sendArchive(`forensics-${release}`, archive, services.log) };
  },
});

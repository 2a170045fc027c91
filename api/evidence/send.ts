import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { type ArchivedFile, tarOf } from './tar.ts';

/** An archive that is ready to be sent, file by file. */
export type Archive = {
  readonly files: readonly ArchivedFile[];
  /** Digest of SHA256SUMS, which stands for the content of the whole archive. */
  readonly sums: string;
};

/**
 * Sends an archive as `.tar.gz`, a file at a time, all of it in one folder. When it breaks off, so
 * does the connection: nobody takes the beginning of an archive for the whole of it.
 */
export function sendArchive(folder: string, { files, sums }: Archive, log: Logger) {
  const placed = files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
  return async (_request: Request, response: Response): Promise<void> => {
    response.status(200).set({
      'Content-Type': 'application/gzip',
      'Content-Disposition': `attachment; filename="${folder}.tar.gz"`,
      'Cache-Control': 'no-store',
      'Tidegate-Evidence': sums,
    });
    try {
      await pipeline(Readable.from(tarOf(placed)), createGzip(), response);
    } catch (error) {
      log.warn({ err: error, archive: folder }, 'An archive was not sent to its end.');
      response.destroy();
    }
  };
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { EvidencePack } from './export.ts';
import { tarOf } from './tar.ts';

/**
 * Sends a pack as `.tar.gz`, a file at a time. When it breaks off, so does the connection: nobody
 * takes the beginning of an archive for the whole of it.
 */
export function sendPack(release: string, { files, sums }: EvidencePack, log: Logger) {
  const folder = `evidence-${release}`;
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
      log.warn({ err: error, release }, 'An evidence pack was not sent to its end.');
      response.destroy();
    }
  };
}

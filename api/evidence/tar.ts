import { Header } from 'tar';

/** A file of an archive. It is read when its turn comes. */
export type ArchivedFile = {
  readonly path: string;
  readonly digest: string;
  readonly read: () => Promise<Uint8Array>;
};

const blockBytes = 512;

/**
 * The bytes of a tar archive, one file after the other. They depend on paths and contents alone:
 * no times, owners or rights. Throws what reading a file throws; what was sent until then has no
 * end, which nobody takes for a whole archive.
 */
export async function* tarOf(files: Iterable<ArchivedFile>): AsyncGenerator<Uint8Array> {
  for (const { path, read } of files) {
    const content = await read();
    yield headerOf(path, content.length);
    yield content;
    yield Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  }
  yield Buffer.alloc(2 * blockBytes);
}

function headerOf(path: string, size: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const header = new Header({
    path,
    size,
    type: 'File',
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
  });
  if (header.encode(block)) throw new Error(`The path ${path} does not fit into an archive.`);
  return block;
}

import { onlyOne } from '../../spec/document.ts';
import type { ReadFile } from '../../spec/read-directory.ts';
import { invalidDocument } from '../problems/invalid-document.ts';

/** Throws a `Problem` when two files hold one document: nobody could say which of them counts. */
export function refuseTwins(files: readonly ReadFile[]): void {
  const first = new Map<string, string>();
  const errors = files.flatMap(({ file, document: { kind, name }, locate }) => {
    const identity = onlyOne(kind) ? kind : `${kind} ${name}`;
    const holder = first.get(identity);
    first.set(identity, holder ?? file);
    if (holder === undefined) return [];
    return [
      {
        code: 'duplicate-document',
        pointer: '/metadata/name',
        file,
        message: `${holder} holds the ${identity} already.`,
        remedy: onlyOne(kind) ? 'Merge the two.' : 'Rename or remove one of the two.',
        ...locate?.(['metadata', 'name'], 'value'),
      },
    ];
  });
  if (errors.length > 0) throw invalidDocument(errors);
}

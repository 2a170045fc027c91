import { realpathSync } from 'node:fs';
import * as repository from '../repository/create-repository.mjs';

const exampleFolder = import.meta.dirname;

/** Makes the repository that pins mountebank's versions in `directory`, or adds what it lacks. */
export function createRepository(directory) {
  return repository.createRepository(exampleFolder, directory);
}

if (realpathSync(process.argv[1]) === import.meta.filename) {
  await repository.runAsCommand(exampleFolder, process.argv.slice(2));
}

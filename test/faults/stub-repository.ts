import { createRepository } from '../support/files/git-repository.ts';
import { components } from './scene.ts';

/** A repository whose versions differ in one file of each component. */
export function createStubRepository(path: string): {
  readonly path: string;
  readonly nextVersion: () => string;
} {
  const repository = createRepository(path);
  let major = 0;
  const nextVersion = () => {
    major += 1;
    const version = `${major}.0.0`;
    for (const name of components) {
      repository.commit(`${name}/lock.json`, `{ "lock": ${major} }\n`, author);
      repository.commit(`${name}/source/version.txt`, `${name} ${version}\n`, author);
    }
    repository.git('tag', `v${version}`);
    return version;
  };
  return { path, nextVersion };
}

const author = 'dana@shop.example';

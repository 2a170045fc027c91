import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheFolder, installOnce } from '../install-once.cjs';

const version = '2.40.3';
const module = 'github.com/docker/compose/v2/cmd';

/**
 * The path of docker-compose: the one on PATH, or one built with Go into the cache folder, which
 * takes two minutes once. Reading a file with it needs no container engine.
 *
 * @throws when there is neither docker-compose nor Go, or when the build fails.
 */
export async function findDockerCompose(say: (line: string) => void): Promise<string> {
  const installed = await execa('docker-compose', ['version'], { reject: false });
  if (!installed.failed) return 'docker-compose';
  const target = join(cacheFolder(), 'bin', `docker-compose-${version}`);
  if (existsSync(target)) return target;
  const go = await execa('go', ['version'], { reject: false });
  if (go.failed) {
    throw new Error('Neither docker-compose nor Go is on PATH. Install one of them.');
  }
  return installOnce({
    target,
    what: `Building docker-compose ${version} with Go (once, about two minutes)`,
    say,
    install: buildWithGo,
  });
}

async function buildWithGo(cwd: string): Promise<string> {
  await execa('go', ['mod', 'init', 'tidegate.local/compose'], { cwd });
  await execa('go', ['get', '-tool', `${module}@v${version}`], { cwd });
  await execa('go', ['build', '-o', 'docker-compose', module], { cwd });
  return join(cwd, 'docker-compose');
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess } from '../../../adapters/processes/end-process.ts';
import { findFreePort } from '../../../adapters/processes/free-port.ts';
import { identify } from '../../../adapters/processes/identity.ts';
import { startServerProcess, waitUntilReady } from '../../../adapters/processes/server-process.ts';
import { programOf } from '../debian/install-package.ts';

export type RunningPrometheus = { readonly url: string; stop(): Promise<void> };

/** What is scraped, four times a second: `127.0.0.1:9100`, with a bearer token in a file. */
export type ScrapeTarget = { readonly address: string; readonly tokenFile: string };

/** A real Prometheus on loopback, with a configuration and data of its own. */
export async function startPrometheus(
  folder: string,
  target: ScrapeTarget,
): Promise<RunningPrometheus> {
  const executable = programOf('prometheus', '/usr/bin/prometheus');
  const port = await findFreePort();
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, 'prometheus.yml');
  await writeFile(configFile, configurationOf(target));
  const command = {
    name: 'Prometheus',
    executable,
    args: [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    logFile: join(folder, 'prometheus.log'),
    cwd: folder,
  };
  const server = await startServerProcess(command);
  const identity = identify(server.pid);
  const stop = async () => {
    if (identity !== null) await endProcess(identity, ['SIGTERM', 'SIGKILL'], 10_000);
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(server, command, () => isReady(url));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/-/ready`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

function configurationOf({ address, tokenFile }: ScrapeTarget): string {
  const job = {
    job_name: 'gateway',
    authorization: { credentials_file: tokenFile },
    static_configs: [{ targets: [address] }],
  };
  // JSON is YAML.
  return JSON.stringify({ global: { scrape_interval: '250ms' }, scrape_configs: [job] });
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../../adapters/processes/free-port.ts';
import { programOf } from '../debian/install-package.ts';
import { type RunningServer, startMonitor } from './start-monitor.ts';

/** Where alerts are sent to, and the bearer token that they are sent with. */
export type AlertReceiver = { readonly url: string; readonly token: string };

/** A real Alertmanager on loopback, alone, that sends each alert to one webhook every second. */
export async function startAlertmanager(
  folder: string,
  receiver: AlertReceiver,
): Promise<RunningServer> {
  const executable = programOf('prometheus-alertmanager', '/usr/bin/prometheus-alertmanager');
  const port = await findFreePort();
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, 'alertmanager.yml');
  await writeFile(configFile, configurationOf(receiver));
  const args = [
    `--config.file=${configFile}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  return startMonitor({ name: 'Alertmanager', executable, args, folder, port });
}

function configurationOf({ url, token }: AlertReceiver): string {
  const webhook = {
    url,
    send_resolved: true,
    max_alerts: 200,
    http_config: { authorization: { credentials: token } },
  };
  // JSON is YAML.
  return JSON.stringify({
    route: {
      receiver: 'tidegate',
      group_by: ['alertname', 'environment'],
      group_wait: '100ms',
      group_interval: '1s',
      repeat_interval: '1s',
    },
    receivers: [{ name: 'tidegate', webhook_configs: [webhook] }],
  });
}

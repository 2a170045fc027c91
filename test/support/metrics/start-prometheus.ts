import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../../adapters/processes/free-port.ts';
import { programOf } from '../debian/install-package.ts';
import { type RunningServer, startMonitor } from './start-monitor.ts';

export type RunningPrometheus = RunningServer;

/** What is scraped, four times a second: `127.0.0.1:9100`, with a bearer token in a file. */
export type ScrapeTarget = { readonly address: string; readonly tokenFile: string };

/** A rule that is looked at as often, and the Alertmanager that hears of what it finds. */
export type AlertingRule = {
  readonly alertmanager: string;
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
};

/** A real Prometheus on loopback, with a configuration and data of its own. */
export async function startPrometheus(
  folder: string,
  target: ScrapeTarget,
  rule: AlertingRule | null = null,
): Promise<RunningPrometheus> {
  const executable = programOf('prometheus', '/usr/bin/prometheus');
  const port = await findFreePort();
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, 'prometheus.yml');
  const ruleFile = join(folder, 'rules.yml');
  await writeFile(configFile, configurationOf(target, rule, ruleFile));
  if (rule !== null) await writeFile(ruleFile, rulesOf(rule));
  const args = [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  return startMonitor({ name: 'Prometheus', executable, args, folder, port });
}

function configurationOf(
  { address, tokenFile }: ScrapeTarget,
  rule: AlertingRule | null,
  ruleFile: string,
): string {
  const job = {
    job_name: 'gateway',
    authorization: { credentials_file: tokenFile },
    static_configs: [{ targets: [address] }],
  };
  const global = { scrape_interval: '250ms', evaluation_interval: '250ms' };
  // JSON is YAML.
  return JSON.stringify({
    global,
    scrape_configs: [job],
    ...(rule === null ? {} : { rule_files: [ruleFile], alerting: alertingOf(rule) }),
  });
}

function alertingOf({ alertmanager }: AlertingRule) {
  const targets = [new URL(alertmanager).host];
  return { alertmanagers: [{ static_configs: [{ targets }] }] };
}

function rulesOf({ alert, expr, labels }: AlertingRule): string {
  return JSON.stringify({ groups: [{ name: 'shop', rules: [{ alert, expr, labels }] }] });
}

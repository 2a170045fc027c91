import { mkdtempSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNginx } from '../../../adapters/traffic/nginx/start.ts';
import { stopNginx } from '../../../adapters/traffic/nginx/stop.ts';
import { createNginxTraffic } from '../../../adapters/traffic/nginx/traffic.ts';
import { programOf } from '../debian/install-package.ts';
import type { TrafficSubject, TrafficSubjectKind } from '../traffic/subject.ts';
import { shiftAndKill } from './shift-and-kill.ts';

const deaths: Readonly<Record<string, { write: number; moment: 'before' | 'after' }>> = {
  'it is killed between intent and effect': { write: 1, moment: 'after' },
  'it is killed between effect and record': { write: 2, moment: 'before' },
  'its answer is lost': { write: 2, moment: 'after' },
};

/** The nginx of that folder in the form of the contract suite. */
export function nginxKind(root: string = mkdtempSync(join(tmpdir(), 'tidegate-nginx-'))) {
  const kind: TrafficSubjectKind = {
    name: 'nginx',
    deaths: Object.keys(deaths),
    create: () => create(root),
  };
  return { root, kind };
}

async function create(root: string): Promise<TrafficSubject> {
  const program = programOf('nginx-light', '/usr/sbin/nginx');
  await startNginx({ root, program });
  const options = { root, program, drainTimeoutMs: 5_000 };
  return {
    traffic: createNginxTraffic(options),
    impatient: createNginxTraffic({ ...options, reloadTimeoutMs: 500 }),
    effects: async () => {
      const log = await readFile(join(root, 'error.log'), 'utf8');
      return log.split('reconfiguring').length - 1;
    },
    async shiftAndDie(order, death) {
      const killAt = deaths[death];
      if (killAt === undefined) throw new Error(`Nobody dies so: ${death}`);
      await shiftAndKill({ root, program, order, killAt });
    },
    async suspend() {
      const pid = nginxPid(root);
      process.kill(pid, 'SIGSTOP');
      return () => process.kill(pid, 'SIGCONT');
    },
    async crash() {
      const pid = nginxPid(root);
      const workers = childrenOf(pid);
      for (const each of [pid, ...workers]) process.kill(each, 'SIGKILL');
      await sleep(100);
      await startNginx({ root, program });
    },
    async close() {
      expect(await stopNginx({ root })).toEqual([]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

function nginxPid(root: string): number {
  return Number.parseInt(readFileSync(join(root, 'nginx.pid'), 'utf8'), 10);
}

function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

import { spawn } from 'node:child_process';

const remedies = [
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH/,
    remedy:
      'npm cannot reach its registry. Connect this machine to the network, or set the proxy or ' +
      'registry that it has to use (npm config set proxy …, npm config set registry …).',
  },
  { pattern: /ENOSPC/, remedy: 'The disk is full. Free about 1 GB and start again.' },
  {
    pattern: /EACCES|EPERM|EROFS/,
    remedy: 'The folder cannot be written to. Change its owner, or use another clone or cache.',
  },
  {
    pattern: /EUSAGE|package\.json and package-lock\.json[^.]* are (not )?in sync/,
    remedy: 'package.json and package-lock.json differ. Run "npm install" once and commit both.',
  },
  {
    pattern: /EINTEGRITY/,
    remedy: 'A download is damaged. Run "npm cache clean --force" and start again.',
  },
];

/** Runs npm to its end; rejects with a remedy and the end of its output when it fails. */
export function runNpm(args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-64_000);
      });
    }
    child.once('error', (cause) => reject(new Error(cannotRun(cause), { cause })));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(explain(args, code, output.trim())));
    });
  });
}

function cannotRun(cause) {
  if (cause.code !== 'ENOENT') return `npm cannot be run: ${cause.message}`;
  return 'There is no npm on PATH. Install Node.js 20 or later together with npm and start again.';
}

function explain(args, code, output) {
  const found = remedies.find(({ pattern }) => pattern.test(output));
  const remedy = found?.remedy ?? 'Mend what npm reports below and start again.';
  // The cause comes first in what npm reports, its general help last.
  const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
  const report = (errors.length > 0 ? errors : output.split('\n')).slice(0, 20).join('\n');
  return `"npm ${args.join(' ')}" ended with exit code ${code}. ${remedy}\n${report}`;
}

'use strict';
// CommonJS, because three kinds of callers load it: the bootstrap on Node 20 before anything is
// installed, the TypeScript below embedded/, and jest.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const staleAfterMs = 45 * 60_000;

/** The folder for toolchains that all clones on this machine share. */
exports.cacheFolder = function cacheFolder(env = process.env) {
  if (env.TIDEGATE_CACHE) return path.resolve(env.TIDEGATE_CACHE);
  const base = env.XDG_CACHE_HOME || path.join(env.HOME || os.homedir(), '.cache');
  return path.join(base, 'tidegate');
};

/**
 * Makes sure that `target` exists. Whoever comes first makes it: `install` fills a temporary
 * folder and returns the path in it that becomes `target`, in one step. Whoever comes meanwhile
 * waits. The lock saves double work only; the move alone keeps the result whole.
 */
exports.installOnce = async function installOnce({ target, what, say, install }) {
  await exports.doOnce({
    lock: `${target}.lock`,
    isDone: () => fs.existsSync(target),
    what,
    say,
    work: () => make(target, install),
  });
  return target;
};

/** Does `work` unless `isDone`; of several processes one does it, the others wait for that. */
exports.doOnce = async function doOnce({ lock, isDone, what, say, work }) {
  if (isDone()) return;
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  const sayWaiting = () => say(`${what}: another process is at it, waiting …`);
  if (!(await lockUnlessDone(lock, isDone, sayWaiting))) return;
  const begun = Date.now();
  const seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`;
  say(`${what} …`);
  const progress = setInterval(() => say(`${what}: still at it after ${seconds()} …`), 15_000);
  try {
    await work();
    say(`${what}: done in ${seconds()}.`);
  } finally {
    clearInterval(progress);
    fs.rmSync(lock, { force: true });
  }
};

async function lockUnlessDone(lock, isDone, sayOnce) {
  let said = false;
  for (;;) {
    if (isDone()) return false;
    if (tryLock(lock)) {
      if (!isDone()) return true;
      fs.rmSync(lock, { force: true });
      return false;
    }
    if (isStale(lock)) {
      fs.rmSync(lock, { force: true });
      continue;
    }
    if (!said) sayOnce();
    said = true;
    await sleep(200);
  }
}

function tryLock(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(lock) {
  try {
    const ageMs = Date.now() - fs.statSync(lock).mtimeMs;
    if (ageMs > staleAfterMs) return true;
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    // Between making the file and writing the number it is empty for a moment.
    return pid > 0 ? !isAlive(pid) : ageMs > 10_000;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function make(target, install) {
  removeLeftovers(target);
  const folder = `${target}.unfinished-${process.pid}`;
  fs.mkdirSync(folder);
  try {
    moveInto(await install(folder), target);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function moveInto(made, target) {
  try {
    fs.renameSync(made, target);
  } catch (error) {
    // Another process may have been faster after all; what it made will do.
    if (!fs.existsSync(target)) throw error;
  }
}

function removeLeftovers(target) {
  const prefix = `${path.basename(target)}.unfinished-`;
  for (const name of fs.readdirSync(path.dirname(target))) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    fs.rmSync(path.join(path.dirname(target), name), { recursive: true, force: true });
  }
}

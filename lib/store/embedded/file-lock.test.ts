// Holds the file lock to one holder at a time, whoever dies.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireFileLock, lockHolder, tryFileLock } from './file-lock';
import { identifyProcess, isRunning } from './process-identity';

describe('file lock', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bulkhead-lock-'));
    path = join(folder, 'some.lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is held by one, names the holder, and is free after release', async () => {
    const lock = await tryFileLock(path);
    expect(lock).toBeDefined();
    expect((await lockHolder(path))?.pid).toBe(process.pid);
    expect(await tryFileLock(path)).toBeUndefined();
    await lock?.release();
    await lock?.release();
    expect(await lockHolder(path)).toBeUndefined();
    expect(await tryFileLock(path)).toBeDefined();
  });

  it('is taken over from a dead holder by exactly one of many', async () => {
    const holder = spawn('sleep', ['60']);
    await once(holder, 'spawn');
    const identity = identifyProcess(holder.pid ?? 0);
    await writeFile(path, JSON.stringify({ ...identity, nonce: 'dead' }));
    expect(await tryFileLock(path)).toBeUndefined();
    holder.kill('SIGKILL');
    await once(holder, 'exit');

    const all = await Promise.all(Array.from({ length: 20 }, () => tryFileLock(path)));
    expect(all.filter((lock) => lock !== undefined)).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['some.lock']);
  });

  it('is not fooled by a process that got the dead holder’s number', async () => {
    await writeFile(path, JSON.stringify({ pid: process.pid, mark: 'an earlier life', nonce: 'dead' }));
    expect(await tryFileLock(path)).toBeDefined();
  });

  it('leaves a file that somebody is about to write alone, until it is old', async () => {
    await writeFile(path, '');
    expect(await tryFileLock(path)).toBeUndefined();
    const minuteAgo = new Date(performance.timeOrigin + performance.now() - 60_000);
    await utimes(path, minuteAgo, minuteAgo);
    expect(await tryFileLock(path)).toBeDefined();
  });

  it('waits for the holder to let go, and says once whom it waits for', async () => {
    const first = await tryFileLock(path);
    const waitedFor: number[] = [];
    const second = acquireFileLock(path, {
      withinMs: 10_000,
      onWait: ({ pid }) => {
        waitedFor.push(pid);
        void first?.release();
      },
    });
    expect(await second).toBeDefined();
    expect(waitedFor).toEqual([process.pid]);
    expect(await acquireFileLock(path, { withinMs: 1 })).toBeUndefined();
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('tells a process from its remains', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const identity = identifyProcess(child.pid ?? 0);
    expect(identity && isRunning(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identity && isRunning(identity)).toBe(false);
  });
});

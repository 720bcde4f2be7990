// Holds the embedded PostgreSQL to starting wherever `npm start` may be typed: each test is a way in which others fail.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Opened, openAs, startOpening, testUsers } from '../testing/cluster-as-user';
import { runningCluster } from './cluster';
import { stopPostmaster } from './postmaster';
import { identifyProcess, isRunning } from './process-identity';
import { waitUntil } from './wait-until';

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function killPostgres({ pid }: Opened): Promise<void> {
  const identity = identifyProcess(pid);
  process.kill(pid, 'SIGKILL');
  if (identity) await waitUntil(() => !isRunning(identity), { withinMs: 30_000 });
}

async function stop(dataDir: string): Promise<void> {
  const running = await runningCluster(dataDir);
  if (running) await stopPostmaster(running);
}

describe.each(testUsers())('embedded PostgreSQL as $label', (user) => {
  let base: string;
  let dataDir: string;
  /** A data directory as a stop leaves it, for tests that are about what comes afterwards: to make one takes longer than most of them. */
  const stopped = { base: '', dataDir: '', port: 0 };
  const open = () => openAs(user, dataDir);

  async function newBase(): Promise<string> {
    // mkdtemp gives 0700: every test below is also one of "below a folder that others can't enter".
    const path = await mkdtemp(join(tmpdir(), 'bulkhead-cluster-'));
    if (user.uid !== undefined) await chown(path, user.uid, user.uid);
    return path;
  }

  /** Makes this test's data directory a copy, owners and modes included. Answers the port that it ran on. */
  function copyStopped(): number {
    execFileSync('cp', ['-a', stopped.dataDir, dataDir]);
    return stopped.port;
  }

  beforeAll(async () => {
    if (user.unavailable) return;
    stopped.base = await newBase();
    stopped.dataDir = join(stopped.base, 'data');
    stopped.port = (await openAs(user, stopped.dataDir)).port;
    await stop(stopped.dataDir);
  });

  afterAll(async () => {
    if (user.unavailable) return;
    await stop(stopped.dataDir);
    await rm(stopped.base, { recursive: true, force: true });
  });

  beforeEach(async (context) => {
    if (user.unavailable) context.skip(user.unavailable);
    base = await newBase();
    dataDir = join(base, 'data');
  });

  afterEach(async () => {
    if (user.unavailable) return;
    await stop(dataDir);
    await rm(base, { recursive: true, force: true });
  });

  it('makes a cluster that keeps what it is told: UTF8, fsync, scram, loopback, two roles', async () => {
    const opened = await open();
    expect(opened).toMatchObject({ startedNow: true, madeNow: true });
    const settings = await query(
      opened.superuserUrl,
      `SELECT name || '=' || setting AS line FROM pg_settings
       WHERE name IN ('server_encoding', 'fsync', 'password_encryption', 'listen_addresses', 'unix_socket_directories')
       ORDER BY name`,
    );
    expect(settings.map((row) => row.line)).toEqual([
      'fsync=on',
      'listen_addresses=127.0.0.1',
      'password_encryption=scram-sha-256',
      'server_encoding=UTF8',
      'unix_socket_directories=',
    ]);
    await query(opened.ownerUrl, 'CREATE TABLE kept (id int)');
    await expect(query(opened.appUrl, 'CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(query(opened.appUrl, 'SELECT * FROM kept')).rejects.toThrow(/permission denied/);
    const wrong = opened.appUrl.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  it('connects to a running one and opens an existing data directory with its data', async () => {
    copyStopped();
    const first = await open();
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    expect(await open()).toMatchObject({ pid: first.pid, startedNow: false, madeNow: false });
    await stop(dataDir);
    const again = await open();
    expect(again).toMatchObject({ port: first.port, appUrl: first.appUrl, startedNow: true, madeNow: false });
    expect(await query(again.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('takes another port when its own is busy, and stays on it', async () => {
    const port = copyStopped();
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      const second = await open();
      expect(second.port).not.toBe(port);
      expect((await open()).port).toBe(second.port);
    } finally {
      stranger.close();
    }
  });

  it('works in a path with blanks, quotes and letters beyond ASCII', async () => {
    dataDir = join(base, `it's "a" földer $HOME`, 'data dir');
    expect(await open()).toMatchObject({ startedNow: true });
  });

  it('starts at once after kill -9 of PostgreSQL, with what was committed', async () => {
    copyStopped();
    const first = await open();
    await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await killPostgres(first);
    const again = await open();
    expect(again).toMatchObject({ startedNow: true, madeNow: false });
    expect(await query(again.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('starts although the stale pid file names a living process of the same account', async () => {
    copyStopped();
    const first = await open();
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await killPostgres(first);
    const owner = await stat(join(dataDir, 'postgres'));
    const bystander = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid });
    await once(bystander, 'spawn');
    try {
      const lines = (await readFile(pidFile, 'utf8')).split('\n');
      await writeFile(pidFile, [String(bystander.pid), ...lines.slice(1)].join('\n'));
      expect(await open()).toMatchObject({ startedNow: true });
      expect(bystander.exitCode).toBeNull();
    } finally {
      bystander.kill('SIGKILL');
    }
  });

  it('outlives kill -9 of the process that started it, in a session of its own', async () => {
    copyStopped();
    const starter = startOpening(user, dataDir);
    const first = await starter.opened;
    starter.node.kill('SIGKILL');
    await once(starter.node, 'exit');
    expect(await open()).toMatchObject({ pid: first.pid, startedNow: false });
    const session = execFileSync('ps', ['-o', 'sid=', '-p', String(first.pid)], { encoding: 'utf8' });
    expect(Number(session)).toBe(first.pid);
  });

  it('is made once when several processes want it at the same time', async () => {
    const all = await Promise.all([open(), open(), open()]);
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(all.filter(({ madeNow }) => madeNow)).toHaveLength(1);
  });

  it('clears what a killed initdb left, and never takes it for a cluster', async () => {
    const starter = startOpening(user, dataDir);
    const halfWay = await waitUntil(
      async () => (await readdir(dataDir).catch(() => [])).find((name) => name.endsWith('.unfinished')),
      { withinMs: 30_000, everyMs: 5 },
    );
    expect(halfWay).toBeDefined();
    starter.node.kill('SIGKILL');
    await once(starter.node, 'exit');
    expect(await readdir(dataDir)).not.toContain('postgres');
    expect(await open()).toMatchObject({ madeNow: true });
    expect((await readdir(dataDir)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('mends a folder that a restore opened to all, or gave to root', async () => {
    copyStopped();
    await chmod(join(dataDir, 'postgres'), 0o755);
    if (process.getuid?.() === 0 && user.uid === undefined) {
      execFileSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
    }
    expect(await open()).toMatchObject({ startedNow: true });
  });

  it('refuses, with what to do, what is not its own cluster', async () => {
    const clusterDir = join(dataDir, 'postgres');
    await mkdir(clusterDir, { recursive: true });
    await writeFile(join(clusterDir, 'notes.txt'), 'mine');
    if (user.uid !== undefined) {
      for (const path of [dataDir, clusterDir, join(clusterDir, 'notes.txt')]) {
        await lchown(path, user.uid, user.uid);
      }
    }
    await expect(open()).rejects.toThrow(/not empty and no database cluster\. Move it away/);
    expect(await readFile(join(clusterDir, 'notes.txt'), 'utf8')).toBe('mine');
    await writeFile(join(clusterDir, 'PG_VERSION'), '15\n');
    await rm(join(dataDir, 'secrets.json'));
    await expect(open()).rejects.toThrow(/secrets\.json is gone.* Bring the file back/);
  });

  it('refuses a cluster of another major version', async () => {
    copyStopped();
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(open()).rejects.toThrow(/made by PostgreSQL 15, this release brings 18/);
  });
});

describe('embedded PostgreSQL as a user without a name', () => {
  it('says so, and what to do', async (context) => {
    const [, other] = testUsers();
    if (!other || other.unavailable || other.uid === undefined) return context.skip(other?.unavailable);
    const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-cluster-'));
    const nameless = { ...other, uid: 54_321 };
    await chown(dataDir, nameless.uid, nameless.uid);
    try {
      await expect(openAs(nameless, dataDir)).rejects.toThrow(/no line in \/etc\/passwd.*set DATABASE_URL/);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

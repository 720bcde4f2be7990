// Knows which account PostgreSQL runs as: it refuses to run as root, so root needs another one. Refuses to guess a uid.
import { execFile } from 'node:child_process';
import { chmod, lchown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An account to drop to. Undefined wherever it appears means: stay who we are. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const CREATED_ACCOUNT = 'bulkhead';

async function accountNamed(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined; // id exits with 1 for an unknown name
  }
}

async function createAccount(): Promise<Account | undefined> {
  try {
    const noLogin = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
    await run('useradd', [...noLogin, CREATED_ACCOUNT]);
  } catch {
    // No useradd, a read-only /etc, or another start was quicker: the look-up below decides.
  }
  return accountNamed(CREATED_ACCOUNT);
}

/**
 * The account for the cluster in `clusterDir`. Not root: undefined. Root: the folder's owner when it has one
 * besides root (so a cluster keeps its owner), else bulkhead, postgres, a newly created bulkhead, nobody.
 */
export async function clusterAccount(clusterDir: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const folder = await stat(clusterDir).catch(() => undefined);
  if (folder && folder.uid !== 0) return { uid: folder.uid, gid: folder.gid };
  const account =
    (await accountNamed(CREATED_ACCOUNT)) ??
    (await accountNamed('postgres')) ??
    (await createAccount()) ??
    (await accountNamed('nobody'));
  if (account === undefined || account.uid === 0) {
    throw new Error(
      'PostgreSQL does not run as root, and no other account was found or could be created. Create one with `useradd --system bulkhead`, or start as an ordinary user.',
    );
  }
  return account;
}

/** Gives a folder and all in it to the account, and closes it to others, as PostgreSQL demands (0700). */
export async function giveTo(account: Account | undefined, folder: string): Promise<void> {
  if (account && (await stat(folder)).uid !== account.uid) await changeOwner(folder, account);
  await chmod(folder, 0o700);
}

async function changeOwner(path: string, account: Account): Promise<void> {
  await lchown(path, account.uid, account.gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await changeOwner(child, account);
    else await lchown(child, account.uid, account.gid);
  }
}

// Knows a log that a process writes to by itself. Refuses to let it grow without end.
import { copyFile, open, readFile, stat, truncate } from 'node:fs/promises';

const LIMIT_BYTES = 50 * 1024 * 1024;

/** Keeps what was said so far as `.1` and begins anew, when the log is large. Safe under a process that appends. */
export async function rotateIfLarge(path: string): Promise<void> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size < LIMIT_BYTES) return;
  await copyFile(path, `${path}.1`);
  await truncate(path, 0);
}

/** An open file that appends; only its owner may read it. */
export async function openLog(path: string) {
  await rotateIfLarge(path);
  return open(path, 'a', 0o600);
}

/** The last lines of a log, for a person who must know why something ended. */
export async function lastLines(path: string, count: number): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

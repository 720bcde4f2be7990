// Knows whether the process once called by a number is still that process. Refuses to take a reused number for it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process and the mark of its birth: the number alone is reused by the system, the pair is not. */
export const processIdentitySchema = z.object({ pid: z.number().int(), mark: z.string() }).readonly();
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // no such process, or a system without /proc
  }
}

/** Start time in clock ticks since boot, with the boot's id: unique per machine run. A zombie counts as gone. */
function linuxMark(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the command in brackets and may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  if (state === 'Z' || state === 'X') return undefined;
  const boot = readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}:${fields[19]}`;
}

function portableMark(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined; // ps exits with 1 when there is no such process
  }
}

/** The identity of a process that runs now; undefined when there is none by that number, or only its remains. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const mark = process.platform === 'linux' ? linuxMark(pid) : portableMark(pid);
  return mark === undefined ? undefined : { pid, mark };
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.mark === identity.mark;
}

/** This process's own identity. */
export function ownIdentity(): ProcessIdentity {
  return identifyProcess(process.pid) ?? { pid: process.pid, mark: 'unknown' };
}

/** Sends a signal, if exactly this process still runs. Returns false when it is gone or not ours to signal. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false; // it went between the two calls, or belongs to somebody else
  }
}

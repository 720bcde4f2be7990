// Asks npm, as itself, without a shell.
import { spawn } from 'node:child_process';
import { projectDir } from '../launch/project';

const WITHIN_MS = 120_000;

export type NpmAnswer = { readonly code: number | null; readonly out: string; readonly err: string };

/** Never rejects for what npm says. @throws Error where there is no npm. */
export function askNpm(args: readonly string[]): Promise<NpmAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: projectDir,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: WITHIN_MS,
      shell: process.platform === 'win32', // npm is a script there
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

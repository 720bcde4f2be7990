// Runs a program of the server's own modules without Next around it, and ends as it ends.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

/** @param {string} path from this folder */
export async function runServerProgram(path) {
  await bootstrap();
  const { prepareClient } = await import('./launch/prepare-client.ts');
  await prepareClient();
  const program = fileURLToPath(new URL(path, import.meta.url));
  // The condition under which `server-only` may be imported: this is a server without Next around it.
  const options = ['--conditions=react-server', '--import', 'tsx', program, ...process.argv.slice(2)];
  const child = spawn(process.execPath, options, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}

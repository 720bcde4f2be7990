// The command `npm run chaos`: real faults to real processes and a real PostgreSQL, and whether every promise held.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { prepareClient } = await import('./launch/prepare-client.ts');
await prepareClient();
// The condition under which `server-only` may be imported: this is a server without Next around it.
const program = fileURLToPath(new URL('./chaos/main.ts', import.meta.url));
const options = ['--conditions=react-server', '--import', 'tsx', program, ...process.argv.slice(2)];
const child = spawn(process.execPath, options, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));

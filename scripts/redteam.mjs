// The command `npm run redteam`: a model that obeys whoever writes to it, against a real Bulkhead, and what it could do.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { prepareClient } = await import('./launch/prepare-client.ts');
await prepareClient();
// The condition under which `server-only` may be imported: this is a server without Next around it.
const program = fileURLToPath(new URL('./redteam/main.ts', import.meta.url));
const options = ['--conditions=react-server', '--import', 'tsx', program, ...process.argv.slice(2)];
const child = spawn(process.execPath, options, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));

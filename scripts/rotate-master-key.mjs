// The command `npm run rotate-master-key`: seals everything with the master key in force that one before it sealed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { prepareClient } = await import('./launch/prepare-client.ts');
await prepareClient();
// The condition under which `server-only` may be imported: this is a server without Next around it.
const program = fileURLToPath(new URL('./rotate/main.ts', import.meta.url));
const options = ['--conditions=react-server', '--import', 'tsx', program];
const child = spawn(process.execPath, options, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));

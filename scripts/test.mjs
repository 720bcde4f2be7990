// The command `npm test`: all parts, or those that are named (`node scripts/test.mjs unit db`).
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ withEnvFile: false });
const { check } = await import('./checks/check.ts');
process.exit(await check(process.argv.slice(2)));

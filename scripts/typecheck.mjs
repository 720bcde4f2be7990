// The command `npm run typecheck`: the generated client and Next's types first, then TypeScript.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ withEnvFile: false });
const { check } = await import('./checks/check.ts');
process.exit(await check(['types']));

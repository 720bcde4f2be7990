// The command `npm run incidents`: the three classic incidents without and with Bulkhead, side by side.
import { runServerProgram } from './server-program.mjs';

await runServerProgram('./incidents/main.ts');

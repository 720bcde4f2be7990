// The command `npm run chaos`: real faults to real processes and a real PostgreSQL, and whether every promise held.
import { runServerProgram } from './server-program.mjs';

await runServerProgram('./chaos/main.ts');

// The command `npm run redteam`: a model that obeys whoever writes to it, against a real Bulkhead, and what it could do.
import { runServerProgram } from './server-program.mjs';

await runServerProgram('./redteam/main.ts');

// The command `npm run rotate-master-key`: seals everything with the master key in force that one before it sealed.
import { runServerProgram } from './server-program.mjs';

await runServerProgram('./rotate/main.ts');

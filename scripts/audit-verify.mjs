// The command `npm run audit:verify`: whether the record and the journals of runs are whole; `-- --file EXPORT.jsonl --head HASH` checks an export alone.
import { runServerProgram } from './server-program.mjs';

await runServerProgram('./audit/main.ts');

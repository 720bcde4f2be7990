// The command `npm run bench:inbox`: how the queue of approvals opens, scrolls and stands still with a thousand calls.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('./inbox-bench/main.ts');

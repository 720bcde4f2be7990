// The command `npm run bench:scroll`: how the list of runs scrolls in a real browser.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('./scroll-bench/main.ts');

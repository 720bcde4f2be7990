// The command `npm run screenshots`: pictures of the console, for the README and for whoever works on a page.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
await import('./screenshots/main.ts');

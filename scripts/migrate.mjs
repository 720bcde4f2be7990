// The command `npm run migrate`: brings the database to this release's schema, without starting anything that stays.
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { migrateOnly } = await import('./launch/migrate-only.ts');
process.exit(await migrateOnly());

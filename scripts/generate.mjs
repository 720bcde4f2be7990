// The command `npm run generate`: makes the Prisma client, when schema or Prisma changed.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ withEnvFile: false });
const [{ prepareClient }, { reportFailure }] = await Promise.all([
  import('./launch/prepare-client.ts'),
  import('./launch/report.ts'),
]);
process.exit(await prepareClient().then(() => 0, reportFailure));

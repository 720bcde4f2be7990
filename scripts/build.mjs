// The command `npm run build`: builds the console for the present sources; `npm start` does it by itself when needed.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ withEnvFile: false });
const [{ ensureConsoleBuild }, { reportFailure, step }] = await Promise.all([
  import('./launch/console-build.ts'),
  import('./launch/report.ts'),
]);
const built = step('Console', async () => {
  const value = await ensureConsoleBuild();
  return { value, note: `${value.madeNow ? 'built' : 'built before'} in ${value.distDir}` };
});
process.exit(await built.then(() => 0, reportFailure));

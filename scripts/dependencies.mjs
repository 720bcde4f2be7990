// The command `npm run dependencies`: whether what the lockfile names is whole and known to be sound; `-- --sbom FILE` writes the bill of materials.
import { bootstrap } from './bootstrap.mjs';

await bootstrap({ withEnvFile: false });
const { examineDependencies } = await import('./dependencies/examine.ts');
process.exit(await examineDependencies(process.argv.slice(2)));

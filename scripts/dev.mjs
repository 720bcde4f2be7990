// The command `npm run dev`.
import { bootstrap } from './bootstrap.mjs';

const { packages } = await bootstrap();
console.log(`✓ Packages: ${packages}`);
const { launch } = await import('./launch/launch.ts');
process.exit(await launch('dev'));

// The command `npm run doctor`: says whether `npm start` works on this machine, and what to do where it would not.
import { bootstrap } from './bootstrap.mjs';

const { packages } = await bootstrap();
const { examine } = await import('./doctor/examine.ts');
process.exit(await examine(packages));

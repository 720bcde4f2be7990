// Fills an empty database with a month of work: npm run seed -- --database-url URL [--steps 1000000 --events 1000000]. Refuses one that has runs or a record.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '../lib/store/migrate/migrate';
import { NotEmptyError, seedInstallation } from './million/seed-installation';

const { values } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    steps: { type: 'string', default: '1000000' },
    events: { type: 'string' },
  },
});

async function main(url: string | undefined): Promise<number> {
  const steps = Number(values.steps);
  const events = Number(values.events ?? values.steps);
  if (url === undefined || !Number.isSafeInteger(steps) || steps < 1 || !Number.isSafeInteger(events)) {
    console.error('npm run seed -- --database-url URL [--steps 1000000 --events 1000000]');
    return 2;
  }
  try {
    await migrate({ url, folder: fileURLToPath(new URL('../prisma/migrations', import.meta.url)) });
    await seedInstallation(url, { steps, events }, console.log);
    return 0;
  } catch (error) {
    console.error(error instanceof NotEmptyError ? error.message : error);
    return 1;
  }
}

process.exitCode = await main(values['database-url']);

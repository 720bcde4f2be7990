// Knows when a PostgreSQL that was started takes connections. Refuses to take another server on its port for it.
import { Client, DatabaseError } from 'pg';
import type { Postmaster } from './postmaster';
import { isRunning } from './process-identity';
import { waitUntil } from './wait-until';

const READY_WITHIN_MS = 300_000;

async function tryToConnect(url: string): Promise<'answers' | 'not yet' | 'wrong password'> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // the connection ends with the server; the loop below sees that
  try {
    await client.connect();
    return 'answers';
  } catch (error) {
    return error instanceof DatabaseError && error.code === '28P01' ? 'wrong password' : 'not yet';
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Waits until the postmaster takes connections; false when it ended instead. Recovery after a crash replays the log
 * and refuses connections meanwhile. Throws when the password isn't the cluster's, or after five minutes.
 */
export async function becomesReady(postmaster: Postmaster, url: string): Promise<boolean> {
  let refusals = 0;
  const outcome = await waitUntil<'ready' | 'ended'>(
    async () => {
      if (!isRunning(postmaster.process)) return 'ended';
      const answer = await tryToConnect(url);
      if (answer === 'answers') return isRunning(postmaster.process) ? 'ready' : 'ended';
      // Once could be a stranger on the port, met while ours gives up on it.
      if (answer === 'wrong password') refusals += 1;
      if (refusals > 20) {
        throw new Error(
          'The database in the data directory was made with other passwords than its secrets.json holds. Bring back the file that belongs to it.',
        );
      }
      return undefined;
    },
    { withinMs: READY_WITHIN_MS },
  );
  if (outcome === undefined) throw new Error('PostgreSQL runs but takes no connections after five minutes');
  return outcome === 'ready';
}

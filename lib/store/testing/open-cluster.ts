// Knows how to open a data directory's cluster in a process of its own, for tests that do it as another user or kill it.
import { openCluster } from '../embedded/cluster';

async function main(dataDir: string): Promise<void> {
  try {
    const cluster = await openCluster(dataDir);
    const { port, startedNow, madeNow, appUrl, ownerUrl } = cluster;
    const told = { pid: cluster.process.pid, port, startedNow, madeNow, appUrl, ownerUrl };
    process.stdout.write(`${JSON.stringify({ ...told, superuserUrl: cluster.superuserUrl('postgres') })}\n`);
  } catch (error) {
    process.stdout.write(
      `${JSON.stringify({ refused: error instanceof Error ? error.message : String(error) })}\n`,
    );
  }
  // Stays until its standard input ends, so that a test can kill it while it is there.
  process.stdin.resume();
}

void main(process.argv[2] ?? '');

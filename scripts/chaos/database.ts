// A PostgreSQL of this chaos's own: killed, restarted and found again on the port it had. Removes its folder, unless there is something to look at.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type Cluster, openCluster } from '../../lib/store/embedded/cluster';
import { signalProcess } from '../../lib/store/embedded/process-identity';
import { migrate } from '../../lib/store/migrate/migrate';

export class ChaosDatabase {
  private turn: Promise<void> = Promise.resolve();

  private constructor(
    readonly dataDir: string,
    private cluster: Cluster,
  ) {}

  static async open(): Promise<ChaosDatabase> {
    const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-chaos-'));
    const cluster = await openCluster(join(dataDir, 'data'));
    const database = new ChaosDatabase(dataDir, cluster);
    try {
      const folder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
      await migrate({ url: cluster.ownerUrl, folder });
      return database;
    } catch (error) {
      await database.close(false);
      throw error;
    }
  }

  get appUrl(): string {
    return this.cluster.appUrl;
  }
  get ownerUrl(): string {
    return this.cluster.ownerUrl;
  }
  get port(): number {
    return this.cluster.port;
  }

  /** kill -9 of PostgreSQL's own process, and a start that recovers from its log. */
  kill(): Promise<void> {
    return this.again(async () => {
      signalProcess(this.cluster.process, 'SIGKILL');
    });
  }

  /** Open transactions are rolled back, and it starts again. */
  restart(): Promise<void> {
    return this.again(() => this.cluster.stop());
  }

  /** Ends connections of the app's role, whatever they are doing. @returns how many */
  async terminateBackends(share: number): Promise<number> {
    const client = new Client({ connectionString: this.cluster.superuserUrl('postgres') });
    client.on('error', () => {}); // another fault may take the database away meanwhile
    try {
      await client.connect();
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bulkhead_app' AND random() < $1`,
        [share],
      );
      return rowCount ?? 0;
    } catch {
      return 0;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async close(keep: boolean): Promise<void> {
    await this.turn;
    await this.cluster.stop();
    if (!keep) await rm(this.dataDir, { recursive: true, force: true });
  }

  /** One after the other: a database that is away can't be taken away. */
  private again(stop: () => Promise<void>): Promise<void> {
    const turn = this.turn.then(async () => {
      await stop();
      this.cluster = await openCluster(join(this.dataDir, 'data'));
    });
    this.turn = turn.catch(() => undefined);
    return turn;
  }
}

// Knows the leases of workers, by the database's clock alone.
import type { Pool } from 'pg';
import type { WorkerLeases } from '../../ports/worker-leases';
import { storeError } from '../store-errors';

const LEASE = `now() + make_interval(secs => $2::float8 / 1000)`;
/** The runs of an earlier registration under the same id are not its own: they were claimed before registered_at. */
const REGISTER = `INSERT INTO worker (id, host, registered_at, heartbeat_at, lease_until, stop_epoch) VALUES ($1, $3, now(), now(), ${LEASE}, $4)
  ON CONFLICT (id) DO UPDATE SET host = excluded.host, registered_at = now(), heartbeat_at = now(), lease_until = excluded.lease_until,
    retired_at = NULL, stop_epoch = excluded.stop_epoch`;
/** A lease that has run out is not extended, even when nobody took the runs yet: somebody may be about to. */
const HEARTBEAT = `UPDATE worker SET heartbeat_at = clock_timestamp(), lease_until = ${LEASE.replace('now()', 'clock_timestamp()')}
  WHERE id = $1 AND retired_at IS NULL AND lease_until > clock_timestamp()`;
const RETIRE = `UPDATE worker SET retired_at = now() WHERE id = $1 AND retired_at IS NULL`;
/** Not retired: what it owned is counted as lost. */
const GIVE_UP = `UPDATE worker SET lease_until = least(lease_until, now()) WHERE id = $1 AND retired_at IS NULL`;
const NOW = `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
const FORGET = `DELETE FROM worker w WHERE w.lease_until < now() - interval '7 days'
  AND NOT EXISTS (SELECT 1 FROM run r WHERE r.status = 'running' AND r.worker_id = w.id)`;

export function createWorkerLeases(pool: Pool): WorkerLeases {
  const run = async (name: string, text: string, values: unknown[]): Promise<number> => {
    try {
      return (await pool.query({ name, text, values })).rowCount ?? 0;
    } catch (error) {
      throw storeError(error, name);
    }
  };
  return {
    async register(workerId, host, leaseMs, stopEpoch) {
      await run('register_worker', REGISTER, [workerId, leaseMs, host, stopEpoch]);
      await run('forget_workers', FORGET, []);
    },
    heartbeat: async (workerId, leaseMs) => (await run('heartbeat', HEARTBEAT, [workerId, leaseMs])) === 1,
    async now() {
      try {
        const { rows } = await pool.query<{ now: number }>({ name: 'store_time', text: NOW });
        const [row] = rows;
        if (row === undefined) throw new Error('a SELECT without a table has one row');
        return row.now;
      } catch (error) {
        throw storeError(error, 'store_time');
      }
    },
    async retire(workerId) {
      await run('retire_worker', RETIRE, [workerId]);
    },
    async giveUp(workerId) {
      await run('give_up_lease', GIVE_UP, [workerId]);
    },
  };
}

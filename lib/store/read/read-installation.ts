// Knows what this installation is called, the database it stands on, and the workers that hold a lease in it.
import {
  type SettingsShape,
  settingsShape,
  type WorkerShape,
  workerShape,
} from '../../contract/installation';
import type { Database } from '../database';
import { storeError } from '../store-errors';

type Pooled = Pick<Database, 'pool'>;

const UNSAID: SettingsShape = {
  displayName: null,
  zone: 'UTC',
  secondFactorRoles: [],
  reauthenticateFor: [],
  reauthenticateAbove: null,
  reauthenticateAboveUnit: {},
  reauthenticateMinutes: 5,
  linkHosts: [],
  plantedShare: 0,
  consideredLeast: 0.8,
  version: 0,
};

export async function readSettings(db: Pooled): Promise<SettingsShape> {
  try {
    const { rows } = await db.pool.query<SettingsShape>({
      name: 'settings',
      text: `SELECT display_name AS "displayName", zone, version, second_factor_roles AS "secondFactorRoles",
        reauthenticate_for AS "reauthenticateFor", reauthenticate_above AS "reauthenticateAbove",
        reauthenticate_above_unit AS "reauthenticateAboveUnit", reauthenticate_minutes AS "reauthenticateMinutes",
        link_hosts AS "linkHosts", planted_share AS "plantedShare", considered_least AS "consideredLeast" FROM installation`,
    });
    return settingsShape.parse(rows[0] ?? UNSAID);
  } catch (error) {
    throw storeError(error, 'read settings');
  }
}

export async function readDatabaseFacts(db: Pooled): Promise<{ version: string; sizeBytes: number }> {
  try {
    const { rows } = await db.pool.query<{ version: string; sizeBytes: number }>({
      name: 'database_facts',
      text: `SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS "sizeBytes"`,
    });
    const [facts] = rows;
    if (facts === undefined) throw new Error('the query answers with one row');
    return facts;
  } catch (error) {
    throw storeError(error, 'read database facts');
  }
}

/** At work, the longest first; one that was lost stays in sight for an hour. Runs claimed before it registered are not its own. */
const WORKERS = `SELECT w.id, w.host, w.registered_at AS "registeredAt", w.heartbeat_at AS "heartbeatAt", w.lease_until AS "leaseUntil",
    w.lease_until > clock_timestamp() AS live,
    (SELECT count(*)::int FROM run r WHERE r.status = 'running' AND r.worker_id = w.id
      AND r.claimed_at >= w.registered_at) AS "runsOwned"
  FROM worker w WHERE w.retired_at IS NULL AND w.lease_until > now() - interval '1 hour'
  ORDER BY w.registered_at, w.id LIMIT 200`;

export async function listWorkers(db: Pooled): Promise<WorkerShape[]> {
  try {
    const { rows } = await db.pool.query<WorkerShape>({ name: 'list_workers', text: WORKERS });
    return rows.map((row) => workerShape.parse(row));
  } catch (error) {
    throw storeError(error, 'list workers');
  }
}

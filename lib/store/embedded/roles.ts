// Knows the roles and the database every installation has. Refuses to let the app own what it uses.
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

export const OWNER_ROLE = 'bulkhead_owner';
export const APP_ROLE = 'bulkhead_app';
export const DATABASE = 'bulkhead';

async function hasRow(client: Client, query: string, value: string): Promise<boolean> {
  return ((await client.query(query, [value])).rowCount ?? 0) > 0;
}

async function ensureRole(client: Client, name: string, password: string): Promise<void> {
  const exists = await hasRow(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', name);
  const verb = exists ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${escapeIdentifier(name)} LOGIN PASSWORD ${escapeLiteral(password)}`);
}

/**
 * Creates a database that the owner owns and the app may connect to, and nobody else. What the app may do inside
 * comes from migrations. A template is copied with its tables and grants.
 */
export async function createDatabase(client: Client, name: string, template?: string): Promise<void> {
  const database = escapeIdentifier(name);
  const from = template === undefined ? '' : ` TEMPLATE ${escapeIdentifier(template)} STRATEGY FILE_COPY`;
  await client.query(`CREATE DATABASE ${database} OWNER ${OWNER_ROLE}${from}`);
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${APP_ROLE}`);
}

/**
 * Makes sure of both roles (with these passwords) and of the database. A second call changes nothing else.
 * `superuserUrl` leads to the database `postgres`.
 */
export async function ensureRolesAndDatabase(
  superuserUrl: string,
  passwords: { readonly owner: string; readonly app: string },
): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, OWNER_ROLE, passwords.owner);
    await ensureRole(client, APP_ROLE, passwords.app);
    const exists = await hasRow(client, 'SELECT 1 FROM pg_database WHERE datname = $1', DATABASE);
    if (!exists) await createDatabase(client, DATABASE);
  } finally {
    await client.end();
  }
}

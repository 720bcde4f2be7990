// Knows the environment: the only reader of process.env in lib, app and components. Refuses a bad value by name.
import { resolve } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from './env/environment-error';
import { listOf } from './env/list-of';
import { masterKey, masterKeys } from './env/master-keys';
import { type OidcSettings, oidcOf, oidcVariables } from './env/oidc-settings';
import { secretVariables } from './env/secret-variables';

export { EnvironmentError, type OidcSettings };

const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user:password@host:5432/database' })
  .optional();

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://bulkhead.example.com' })
  .transform((url) => url.replace(/\/+$/, ''))
  .optional();

const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

const schema = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: postgresUrl,
  DIRECT_URL: postgresUrl,
  BULKHEAD_OWNER_DATABASE_URL: postgresUrl,
  PORT: count(0, 65_535).default(3000),
  BULKHEAD_HOST: z.string().optional(),
  BULKHEAD_URL: httpUrl,
  BULKHEAD_ADMIN_EMAIL: z.email('must be an e-mail address').default('admin@example.com'),
  BULKHEAD_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  BULKHEAD_API_KEY: z.string().min(20, 'must have at least 20 characters').optional(),
  BULKHEAD_DATA_DIR: z.string().optional(),
  BULKHEAD_ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  BULKHEAD_POOL: count(2, 500).default(10),
  BULKHEAD_DEMO: z.enum(['on', 'off'], 'must be on or off').optional(),
  BULKHEAD_DEMO_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  BULKHEAD_MASTER_KEY: masterKey.optional(),
  BULKHEAD_OLD_MASTER_KEYS: masterKeys,
  BULKHEAD_SECRETS_DIR: z.string().optional(),
  BULKHEAD_PRIVATE_HOSTS: listOf(
    z.string().regex(/^[^\s/]+(\/\d{1,3})?$/, 'must list hosts, host:port or CIDR by comma'),
  ),
  ...oidcVariables,
  BULKHEAD_TRUSTED_PROXIES: count(0, 10).default(0),
  BULKHEAD_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')
    .default('info'),
  DISPATCHER: z.enum(['embedded', 'restate'], 'must be embedded or restate').default('embedded'),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SIMULATOR_URL: httpUrl,
});

/** The environment as the rest of the code sees it: parsed, with defaults, units in names. */
export interface Env {
  readonly production: boolean;
  /** What the app connects as (role bulkhead_app); absent: an embedded PostgreSQL is started beside it. */
  readonly databaseUrl: string | undefined;
  /** A connection that passes by a pooler, for LISTEN and migrations. */
  readonly directUrl: string | undefined;
  /** What migrations run as; falls back to directUrl, then databaseUrl. */
  readonly ownerDatabaseUrl: string | undefined;
  /** 0 takes any free port. */
  readonly port: number;
  /** The interface to listen on; absent: all of them. */
  readonly host: string | undefined;
  /** The address people and callbacks use, without a slash at its end; absent: http://localhost:PORT. */
  readonly url: string | undefined;
  readonly adminEmail: string;
  readonly adminPassword: string | undefined;
  readonly apiKey: string | undefined;
  readonly dataDir: string;
  readonly role: 'all' | 'web' | 'worker';
  /** Connections the app may hold open. */
  readonly poolSize: number;
  readonly demo: 'on' | 'off' | undefined;
  /** The one password of all demo people. */
  readonly demoPassword: string | undefined;
  readonly masterKey: Uint8Array | undefined;
  /** Keys before it, which still open what they sealed. */
  readonly oldMasterKeys: readonly Uint8Array[];
  /** Secrets from variables BULKHEAD_SECRET_NAME, by NAME. */
  readonly secretVariables: Readonly<Record<string, string>>;
  /** Each file in it is a secret of its name. */
  readonly secretsDir: string | undefined;
  readonly privateHosts: readonly string[];
  /** How many proxies of our own stand in front: so many hops of X-Forwarded-For are believed, counted from us. */
  readonly trustedProxies: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly dispatcher: 'embedded' | 'restate';
  readonly sessionSecret: string | undefined;
  /** Null: people sign in with passwords alone. */
  readonly oidc: OidcSettings | null;
  /** Where the demo's simulator listens; its host and port are private hosts by themselves. */
  readonly simulatorUrl: string | undefined;
}

/**
 * Parses a set of variables; an empty one counts as not set (compose files write `NAME=`).
 * `projectDir` is where a relative data directory, and the default `.data`, stand.
 * Throws EnvironmentError that names every variable at fault; never shows a value, since it may be a secret.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>>, projectDir: string): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim() !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
    throw new EnvironmentError(faults.join('; '));
  }
  const value = parsed.data;
  return {
    production: value.NODE_ENV === 'production',
    databaseUrl: value.DATABASE_URL,
    directUrl: value.DIRECT_URL,
    ownerDatabaseUrl: value.BULKHEAD_OWNER_DATABASE_URL,
    port: value.PORT,
    host: value.BULKHEAD_HOST,
    url: value.BULKHEAD_URL,
    adminEmail: value.BULKHEAD_ADMIN_EMAIL,
    adminPassword: value.BULKHEAD_ADMIN_PASSWORD,
    apiKey: value.BULKHEAD_API_KEY,
    dataDir: resolve(projectDir, value.BULKHEAD_DATA_DIR ?? '.data'),
    role: value.BULKHEAD_ROLE,
    poolSize: value.BULKHEAD_POOL,
    demo: value.BULKHEAD_DEMO,
    demoPassword: value.BULKHEAD_DEMO_PASSWORD,
    masterKey: value.BULKHEAD_MASTER_KEY,
    oldMasterKeys: value.BULKHEAD_OLD_MASTER_KEYS,
    secretVariables: secretVariables(given),
    secretsDir:
      value.BULKHEAD_SECRETS_DIR === undefined ? undefined : resolve(projectDir, value.BULKHEAD_SECRETS_DIR),
    privateHosts: value.BULKHEAD_PRIVATE_HOSTS,
    trustedProxies: value.BULKHEAD_TRUSTED_PROXIES,
    logLevel: value.BULKHEAD_LOG_LEVEL,
    dispatcher: value.DISPATCHER,
    sessionSecret: value.NEXTAUTH_SECRET,
    oidc: oidcOf(value),
    simulatorUrl: value.SIMULATOR_URL,
  };
}

let parsedOnce: Env | undefined;

/** This process's environment, parsed at the first call and the same object afterwards. Throws EnvironmentError. */
export function env(): Env {
  parsedOnce ??= readEnv(process.env, process.cwd());
  return parsedOnce;
}

// What this installation is: for everybody its version and whom to ask, for administrators what it runs on. Never a password, never an address that holds one.
import 'server-only';
import type { AboutShape, SettingsShape } from '../../contract/installation';
import type { Principal } from '../../domain/principal';
import { listAdministrators } from '../../store/read/list-users';
import { listWorkers, readDatabaseFacts, readSettings as settings } from '../../store/read/read-installation';
import type { App } from '../app';
import { holds } from '../authorize';

export async function readAbout(app: App, principal: Principal): Promise<AboutShape> {
  const { db, env, version, runtimeVersion } = app;
  const [administrators, details] = await Promise.all([
    listAdministrators(db),
    holds(principal, 'admin') ? readDetails(app) : null,
  ]);
  const demo = env.demo === 'on' && env.simulatorUrl !== undefined;
  return { version, runtimeVersion, demo, issuer: env.oidc?.name ?? null, administrators, details };
}

async function readDetails({ db, env, privateHosts }: App): Promise<AboutShape['details']> {
  const [database, workers] = await Promise.all([readDatabaseFacts(db), listWorkers(db)]);
  return {
    url: env.url ?? null,
    role: env.role,
    dispatcher: env.dispatcher,
    databaseConnections: env.poolSize,
    privateHosts: [...privateHosts.entries],
    trustedProxies: env.trustedProxies,
    dataDir: env.dataDir,
    database,
    workers,
  };
}

export function readSettings({ db }: Pick<App, 'db'>): Promise<SettingsShape> {
  return settings(db);
}

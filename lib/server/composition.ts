// Puts one process together: the only place where adapters meet the runtime. Opens nothing before it is used; refuses a half-set environment.
import 'server-only';
import packageJson from '../../package.json';
import { createMailSender } from '../adapters/channels/mail-sender';
import { createEgressClient } from '../adapters/egress/egress-client';
import { parsePrivateHosts } from '../adapters/egress/private-hosts';
import { OpenAiCompatibleClient } from '../adapters/models/openai-compatible-client';
import { CedarPolicy } from '../adapters/policy/cedar-policy';
import { failClosed } from '../adapters/policy/fail-closed';
import { environmentSecrets } from '../adapters/secrets/environment-secrets';
import { LiveRedactor } from '../adapters/secrets/live-redactor';
import { masterKeyOf } from '../adapters/secrets/master-key';
import { OutsideSecrets } from '../adapters/secrets/outside-secrets';
import { VaultSecretReader } from '../adapters/secrets/vault-secret-reader';
import { keyedHex, sha256Hex } from '../adapters/system/hash-text';
import { createPinoLogger } from '../adapters/system/pino-logger';
import { systemClock, systemRandom } from '../adapters/system/system-clock';
import { createTimeOrderedIds } from '../adapters/system/time-ordered-ids';
import { createTokenCounters } from '../adapters/tokens/gpt-token-counters';
import { HttpToolClient } from '../adapters/tools/http-tool-client';
import { AjvValidator } from '../adapters/validation/ajv-validator';
import { type Env, EnvironmentError } from '../env';
import { isoAt } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { BreakerGate } from '../runtime/breaker-gate';
import { BulkheadGate } from '../runtime/bulkhead-gate';
import { EmbeddedDispatcher } from '../runtime/embedded-dispatcher';
import { gatesInTurn } from '../runtime/gate-chain';
import { RetryBudgetGate } from '../runtime/retry-budget-gate';
import { Worker } from '../runtime/worker';
import { appendAudit } from '../store/append-audit';
import { createBreakerStore } from '../store/breakers/breaker-store';
import { createBudgetLedger } from '../store/budgets/budget-ledger';
import { createBulkheadStore } from '../store/bulkheads/bulkhead-store';
import { createCatalog } from '../store/catalog';
import { inTransaction, openDatabase } from '../store/database';
import { createKeptResults } from '../store/kept-results';
import { createHints } from '../store/notify';
import { createPolicySource } from '../store/policy-source';
import { createRunStore } from '../store/run-store';
import { withAuditedTells } from '../store/runs/audited-tells';
import { createSecretVault } from '../store/secret-vault';
import { createStopReader } from '../store/stop-reader';
import { countEgressRefusals } from '../store/write/count-egress-refusals';
import type { App } from './app';
import { Deliverer } from './deliveries/deliverer';
import { ChangeHub } from './events/change-hub';
import { OpenStreams } from './events/open-streams';
import { ANONYMOUS_RATE, PRINCIPAL_RATE } from './http/rate-limit';
import { RecentSet } from './http/recent-set';
import { TokenBuckets } from './http/token-bucket';
import { Lifecycle } from './lifecycle';
import { EgressBook } from './refusals/egress-book';
import { RefusalBook } from './refusals/refusal-book';

/** Runs that one process advances side by side. One agent alone gets 64 of them: above that the CPU is the bound, not the waiting. */
const SLOTS = 86;
/** How long the runs of a killed process rest before another may take them. */
const LEASE_MS = 10_000;

/** Keys that were valid lately, by hash: more than an installation uses at once. */
const MOST_VALID_KEYS = 1_000;

/** What tests set otherwise. */
export type Overrides = { readonly logger?: Logger; readonly host?: string; readonly leaseMs?: number };

/** @throws EnvironmentError when something is missing that only the start script or an operator can give. */
export function compose(env: Env, overrides: Overrides = {}): App {
  const { databaseUrl, masterKey: masterKeyBytes, sessionSecret } = given(env);
  const redactor = new LiveRedactor(environmentSecrets(env));
  const logger = overrides.logger ?? createPinoLogger({ level: env.logLevel, redactor });
  const clock = systemClock;
  const ids = createTimeOrderedIds();
  const hash = sha256Hex;
  const version = packageJson.version;
  const runtimeVersion = `bulkhead/${version}`;
  const masterKey = masterKeyOf(masterKeyBytes, env.oldMasterKeys);
  const hub = new ChangeHub(ids.timeOrdered());
  const db = openDatabase({
    url: databaseUrl,
    directUrl: env.directUrl,
    size: env.poolSize,
    onIdleError: (error) => logger.warn('an idle database connection was lost', { error }),
  });
  const secrets = new VaultSecretReader({
    vault: createSecretVault(db),
    masterKey,
    redactor,
    outside: new OutsideSecrets({ variables: env.secretVariables, directory: env.secretsDir }),
  });
  const { pool, hotPool } = db;
  const runStore = withAuditedTells(createRunStore({ pool, hotPool, clock, runtimeVersion }), { db, hash });
  const schemas = new AjvValidator();
  const privateHosts = parsePrivateHosts(privateHostsOf(env));
  const egressBook = new EgressBook({ write: (refusals) => countEgressRefusals(db, refusals), logger });
  const egress = createEgressClient({ privateHosts, onRefused: (refusal) => egressBook.note(refusal) });
  // The dispatcher is made from the ports, and the ports hold the hints: what is woken is looked up when it happens.
  let dispatcher: EmbeddedDispatcher | null = null;
  const hints = createHints({
    pool: db.pool,
    directUrl: db.directUrl,
    originId: ids.timeOrdered(),
    listener: {
      onChanges: (changes) => {
        hub.publish(changes);
        if (changes.some(({ topic }) => topic === 'stops')) worker?.noticeStops();
        for (const { topic, id } of changes) if (topic === 'breakers') breakerGate.forget(id);
        if (changes.some(({ topic }) => topic === 'policies')) policySource.forget();
      },
      onWake: (runIds) => {
        for (const runId of runIds) dispatcher?.wake(runId);
      },
      onGap: () => hub.reportGap(),
    },
    onError: (error) => logger.warn('hints between processes are interrupted; polling goes on', { error }),
  });
  const policySource = createPolicySource(db, clock);
  const breakers = createBreakerStore(db.pool, systemRandom.next);
  const breakerGate = new BreakerGate({ breakers, clock, random: systemRandom, logger, changes: hints });
  const retryBudgetGate = new RetryBudgetGate({ clock, random: systemRandom });
  const bulkheadGate = new BulkheadGate({
    bulkheads: createBulkheadStore(db.pool),
    clock,
    random: systemRandom,
    logger,
    wake: async (runIds) => {
      await runStore.hasten(runIds);
      for (const runId of runIds) dispatcher?.wake(runId);
    },
  });
  const ports = {
    store: runStore,
    leases: runStore,
    ledger: createBudgetLedger(db.pool),
    stops: createStopReader(db.pool),
    catalog: createCatalog(db),
    policy: failClosed(new CedarPolicy({ source: policySource, logger }), logger),
    policies: {
      at: (version: number) =>
        failClosed(new CedarPolicy({ source: policySource.at(version), logger }), logger),
    },
    models: new OpenAiCompatibleClient({ egress, secrets, clock, logger }),
    tools: new HttpToolClient({ egress, secrets, validator: schemas, clock }),
    results: createKeptResults(db.pool, async (name) => (await secrets.sourceOf(name)) !== null),
    gates: gatesInTurn([breakerGate, retryBudgetGate, bulkheadGate]),
    breakerGate,
    bulkheadGate,
    tokens: createTokenCounters({ logger }),
    schemas,
    redactor,
    clock,
    random: systemRandom,
    ids,
    hash,
    keyedHash: keyedHex(hash(`bulkhead:draw:1:${Buffer.from(masterKeyBytes).toString('hex')}`)),
    logger,
    changes: hints,
    runtimeVersion,
  };
  const worker =
    env.role === 'web'
      ? null
      : new Worker(ports, {
          host: overrides.host ?? 'localhost',
          slots: SLOTS,
          leaseMs: overrides.leaseMs ?? LEASE_MS,
        });
  if (worker !== null) dispatcher = new EmbeddedDispatcher(worker, ports);
  return {
    ...ports,
    env,
    version,
    db,
    secrets,
    policySource,
    privateHosts,
    masterKey,
    internalToken: hash(`bulkhead:advance:1:${Buffer.from(masterKeyBytes).toString('hex')}`),
    sessionSecret,
    hints,
    hub,
    lifecycle: new Lifecycle(),
    refusals: new RefusalBook({
      write: (entry) =>
        inTransaction(db, 'audit refusal', async (tx) => void (await appendAudit(tx, entry, hash))),
      logger,
      now: () => isoAt(clock.now()),
    }),
    egressBook,
    streams: new OpenStreams(),
    worker,
    dispatcher,
    deliverer:
      env.role === 'web'
        ? null
        : new Deliverer({
            ...ports,
            db,
            env,
            secrets,
            redactor,
            egress,
            mail: createMailSender({ privateHosts, onRefused: (refusal) => egressBook.note(refusal) }),
          }),
    rates: {
      principals: new TokenBuckets(PRINCIPAL_RATE, clock.monotonicMs),
      addresses: new TokenBuckets(ANONYMOUS_RATE, clock.monotonicMs),
      validKeys: new RecentSet(MOST_VALID_KEYS),
    },
    checksAnswers: !env.production,
  };
}

function given(env: Env) {
  const { databaseUrl, masterKey, sessionSecret } = env;
  if (env.dispatcher !== 'embedded')
    throw new EnvironmentError(`DISPATCHER ${env.dispatcher} is not part of this version; leave it unset`);
  if (databaseUrl === undefined || masterKey === undefined || sessionSecret === undefined)
    throw new EnvironmentError(
      'DATABASE_URL, BULKHEAD_MASTER_KEY and NEXTAUTH_SECRET must be set; `npm start` sets all three by itself',
    );
  return { databaseUrl, masterKey, sessionSecret };
}

/** The simulator is ours and listens on loopback, so it needs no entry. */
function privateHostsOf({ privateHosts, simulatorUrl }: Env): readonly string[] {
  return simulatorUrl === undefined ? privateHosts : [...privateHosts, new URL(simulatorUrl).host];
}

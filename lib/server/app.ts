// What one process is made of, and the one place where it is kept; refuses to be used before it has been put together.
import 'server-only';
import type { PrivateHosts } from '../adapters/egress/private-hosts';
import type { LiveRedactor } from '../adapters/secrets/live-redactor';
import type { MasterKey } from '../adapters/secrets/master-key';
import type { VaultSecretReader } from '../adapters/secrets/vault-secret-reader';
import type { Env } from '../env';
import type { WorkerLeases } from '../ports/worker-leases';
import type { BreakerGate } from '../runtime/breaker-gate';
import type { BulkheadGate } from '../runtime/bulkhead-gate';
import type { EmbeddedDispatcher } from '../runtime/embedded-dispatcher';
import type { RuntimePorts } from '../runtime/runtime-ports';
import type { Worker } from '../runtime/worker';
import type { Database } from '../store/database';
import type { Hints } from '../store/notify';
import type { LivePolicySource } from '../store/policy-source';
import type { Deliverer } from './deliveries/deliverer';
import type { ChangeHub } from './events/change-hub';
import type { OpenStreams } from './events/open-streams';
import type { RecentSet } from './http/recent-set';
import type { TokenBuckets } from './http/token-bucket';
import type { Lifecycle } from './lifecycle';
import type { EgressBook } from './refusals/egress-book';
import type { RefusalBook } from './refusals/refusal-book';

/** Everything the runtime needs, and what only the doors, the commands and the start need besides. */
export type App = RuntimePorts & {
  readonly env: Env;
  readonly version: string;
  readonly db: Database;
  readonly leases: WorkerLeases;
  readonly redactor: LiveRedactor;
  readonly secrets: VaultSecretReader;
  /** Which private addresses tools and models may reach. */
  readonly privateHosts: PrivateHosts;
  readonly masterKey: MasterKey;
  /** Proves to the advance door that the caller is one of ours; derived from the master key. */
  readonly internalToken: string;
  /** Signs the session's cookie. */
  readonly sessionSecret: string;
  /** Says to this process and to the others what changed and which run to wake. */
  readonly hints: Hints;
  readonly hub: ChangeHub;
  /** Knows how breakers stand, and counts calls that are not reported yet. */
  readonly breakerGate: BreakerGate;
  /** Gives slots back that calls under way still hold. */
  readonly bulkheadGate: BulkheadGate;
  /** Which rules hold, as this process knows it. */
  readonly policySource: LivePolicySource;
  readonly lifecycle: Lifecycle;
  /** Null where the role is `web`. */
  readonly worker: Worker | null;
  readonly dispatcher: EmbeddedDispatcher | null;
  /** Null where the role is `web`. */
  readonly deliverer: Deliverer | null;
  readonly rates: {
    readonly principals: TokenBuckets;
    readonly addresses: TokenBuckets;
    readonly validKeys: RecentSet;
  };
  /** What was refused to whom, until it is audited. */
  readonly refusals: RefusalBook;
  /** What the guard refused to send, until it is counted. */
  readonly egressBook: EgressBook;
  readonly streams: OpenStreams;
  /** Every answer is checked against its contract before it is sent: everywhere but in production. */
  readonly checksAnswers: boolean;
};

// Instrumentation, routes and pages each get their own copy of a module; the global object is what they share.
const KEY = Symbol.for('bulkhead.app');
const holder = globalThis as { [KEY]?: App }; // safe because nobody else uses the key

/** This process's app. @throws Error before instrumentation has put it together. */
export function app(): App {
  const found = holder[KEY];
  if (found === undefined) throw new Error('The app has not been put together: instrumentation did not run');
  return found;
}

export function installedApp(): App | undefined {
  return holder[KEY];
}

export function installApp(next: App): void {
  holder[KEY] = next;
}

export function uninstallApp(): void {
  delete holder[KEY];
}

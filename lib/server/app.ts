// What one process is made of, and the one place where it is kept; refuses to be used before it has been put together.
import 'server-only';
import type { Env } from '../env';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Logger } from '../ports/logger';
import type { Database } from '../store/database';
import type { ChangeHub } from './events/change-hub';
import type { TokenBuckets } from './http/token-bucket';
import type { Lifecycle } from './lifecycle';

export type App = {
  readonly env: Env;
  readonly version: string;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly hub: ChangeHub;
  readonly lifecycle: Lifecycle;
  readonly rates: { readonly principals: TokenBuckets; readonly addresses: TokenBuckets };
  /** Every answer is checked against its contract before it is sent: in tests and in development. */
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

// What every command is given: the process, who acts, the request it came with, and the intent over its retries.
import 'server-only';
import type { Principal } from '../../domain/principal';
import type { Transaction } from '../../store/prisma';
import type { App } from '../app';
import type { Intent } from '../http/answer-once';

/** A command: authorise → parse → transaction → compare-and-set → audit in the same transaction → wake. */
export type CommandContext = {
  readonly app: App;
  readonly principal: Principal;
  readonly requestId: string;
  /** Null when the caller named no Idempotency-Key. */
  readonly intent: Intent | null;
  /**
   * What has to be kept together with the act, in its own transaction and before its audit; throws to undo it. Commands that a bulk action
   * uses call it once they know that they act.
   */
  readonly alongside?: (tx: Transaction) => Promise<void>;
};

// What every command is given: the process, who acts, the request it came with, and the intent over its retries.
import 'server-only';
import type { Principal } from '../../domain/principal';
import type { App } from '../app';
import type { Intent } from '../http/answer-once';

/** A command: authorise → parse → transaction → compare-and-set → audit in the same transaction → wake. */
export type CommandContext = {
  readonly app: App;
  readonly principal: Principal;
  readonly requestId: string;
  /** Null when the caller named no Idempotency-Key. */
  readonly intent: Intent | null;
};

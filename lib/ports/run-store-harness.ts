// What a run store under test offers beside the port: the other side of the door (commands, time, a look at the rows).
import type { DeadLetterState } from '../domain/dead-letter';
import type { EffectId, EffectStatus } from '../domain/effect';
import type { JsonValue } from '../domain/json';
import type { RunError, RunStatus, Waiting } from '../domain/run';
import type { RunInput } from '../domain/run-input';
import type { StopScope } from '../domain/stop';
import type { NewDeadLetter, RunStore, RunSummary } from './run-store';
import type { StopReader } from './stops';
import type { WorkerLeases } from './worker-leases';

export type StoredRun = {
  readonly status: RunStatus;
  readonly waiting: Waiting | null;
  readonly output: JsonValue | null;
  readonly error: RunError | null;
  readonly finishedAt: string | null;
  /** As the last exit left it; null before the first one. */
  readonly summary: RunSummary | null;
};

export type StoredEffect = {
  readonly status: EffectStatus;
  readonly attempts: number;
  readonly ownerRunId: string;
  readonly ownerStep: number;
  readonly response: JsonValue | null;
};

export type StoredDeadLetter = NewDeadLetter & {
  readonly code: string;
  readonly message: string;
  readonly state: DeadLetterState;
};

export type RunStoreHarness = {
  readonly store: RunStore;
  readonly leases: WorkerLeases;
  readonly stops: StopReader;
  /** Makes version 1 of the agent exist, where the store insists on it. */
  prepareAgent(name: string): Promise<void>;
  /** Its active version says so from now on. */
  limitAgent(name: string, concurrency: number): Promise<void>;
  /** As a command does it: one row of run_input and the raised input_seq, in one transaction. @returns its inputSeq. */
  appendInput(runId: string, input: RunInput): Promise<number>;
  /** As the command does it: kept, and given to the wait that stands open for it. @returns the run that got it. */
  sendEvent(event: {
    id: string;
    correlationKey: string;
    payload: JsonValue;
    runId?: string;
  }): Promise<string | null>;
  /** As the commands do it. */
  setStop(scope: StopScope): Promise<void>;
  liftStop(scope: StopScope): Promise<void>;
  /** From now on the worker's lease has run out. */
  expireLease(workerId: string): Promise<void>;
  /** As if it had been parked, and its effects claimed, that much earlier. */
  agePark(runId: string, ms: number): Promise<void>;
  readRun(runId: string): Promise<StoredRun | null>;
  readApprovalStatus(approvalId: string): Promise<string | null>;
  readEffect(id: EffectId): Promise<StoredEffect | null>;
  /** As the command does it. @returns its inputSeq, or null when there is no open letter of a failed run. */
  redrive(runId: string): Promise<number | null>;
  /** In the order of their making. */
  readDeadLetters(runId: string): Promise<readonly StoredDeadLetter[]>;
  close(): Promise<void>;
};

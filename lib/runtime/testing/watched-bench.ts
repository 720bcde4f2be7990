// A bench for each test, looked over afterwards: no fault of the runtime was logged, and every journal explains itself.
import { afterEach, expect } from 'vitest';
import { unexplainedRows } from './explained-journal';
import { KillableProcess } from './killable-process';
import { type BenchOptions, REFUND, RuntimeBench, toolVersion } from './runtime-bench';
import { answers, finishes } from './scripted-model';

/** A call of the refund tool, as the model asks for it. */
export const refund = (order_id = 'A-1', amount = 5) => ({ tool: REFUND, arguments: { order_id, amount } });

/** The refund tool with its amount declared in EUR. */
export const AMOUNT = { amountPath: 'amount', amountUnit: 'EUR' };

/** To be called once at the top of a test file. @returns what opens a bench; without options one refund is made, then the run ends. */
export function watchBenches() {
  const opened: RuntimeBench[] = [];
  afterEach(() => {
    for (const bench of opened.splice(0)) {
      expect(bench.errors).toEqual([]);
      for (const run of bench.store.runs.values()) expect(unexplainedRows(run.rows)).toEqual([]);
    }
  });
  return (options: Partial<BenchOptions> = {}): RuntimeBench => {
    const bench = new RuntimeBench({ turns: [answers(refund()), finishes('Done.')], ...options });
    opened.push(bench);
    return bench;
  };
}

/** A run whose refund of 900 waits for a person. */
export async function waitingRun(bench: RuntimeBench) {
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'waiting', 'approval');
  return { runId, process, approval: bench.onlyApproval() };
}

/** The options for `waitingRun`. */
export const LARGE_REFUND: Partial<BenchOptions> = {
  turns: [answers(refund('A-1', 900)), finishes('Done.')],
  tools: [toolVersion(REFUND, AMOUNT)],
};

/** What the model was told about its calls at last. */
export function toldAboutCalls(bench: RuntimeBench): string {
  const messages = bench.model.requests.at(-1)?.messages ?? [];
  return messages
    .flatMap((message) => (message.role === 'tool' ? [JSON.stringify(message.content)] : []))
    .join('\n');
}

/** Approves every call that waits beforehand; unknown outcomes stay open. */
export function approveCalls(bench: RuntimeBench): void {
  for (const approval of bench.pendingApprovals()) {
    if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
  }
}

/** Until the call can no longer arrive: from then on it can be said that it did not happen. */
export async function untilItCannotArrive(bench: RuntimeBench, runId: string, step = 2): Promise<void> {
  const { settlesAt } = bench.toolStep(runId, step);
  if (settlesAt === null) throw new Error(`step ${step} is not in doubt`);
  await bench.clock.pass(Date.parse(settlesAt) - bench.clock.now());
}

export async function sayItDidNotHappen(bench: RuntimeBench, runId: string): Promise<void> {
  await untilItCannotArrive(bench, runId);
  bench.decide(bench.onlyApproval(), 'did_not_happen');
}

/** Holds back the reply to every effect until the returned function is called. */
export function heldReplies(bench: RuntimeBench): () => void {
  const held: (() => void)[] = [];
  bench.receiver.afterEffect = () => new Promise((resolve) => void held.push(resolve));
  return () => {
    for (const reply of held.splice(0)) reply();
  };
}

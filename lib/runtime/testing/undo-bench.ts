// A bench whose refunds can be undone, and what a person does who undoes them; for tests of compensation.
import type { CompensationCause } from '@/lib/domain/compensation';
import { planOf, undoableEffects } from '../plan-compensation';
import { compensationRun } from '../start-compensation';
import { REFUND, type RuntimeBench, toolVersion } from './runtime-bench';

export const CANCEL = 'payments.cancel';

/** A refund whose answer has an id, and the tool that takes that id back. */
export const undoableTools = (refund: object = {}, cancel: object = {}) => [
  toolVersion(REFUND, {
    compensateWith: {
      tool: CANCEL,
      arguments: { refund_id: '{result.id}', why: 'undo of {arguments.order_id}' },
    },
    ...refund,
  }),
  toolVersion(CANCEL, {
    inputSchema: {
      type: 'object',
      properties: { refund_id: { type: 'string' }, why: { type: 'string' } },
      required: ['refund_id'],
      additionalProperties: false,
    },
    ...cancel,
  }),
];

/** The agent may refund; it was never granted to take a refund back. */
export const REFUNDS_ONLY = { tools: [{ name: REFUND }] };

/** Each refund has an id of its own, made from what was asked. */
export function numberRefunds(bench: RuntimeBench): void {
  bench.receiver.respond = ({ tool, arguments: args, effectKey }) =>
    tool.name === REFUND
      ? { id: `R-${args.order_id}` }
      : { cancelled: args.refund_id ?? null, by: effectKey };
}

/** What the command does: the plan of an ended run as a run of its own. @returns its id, null where nothing can be undone. */
export async function undo(
  bench: RuntimeBench,
  runId: string,
  steps: readonly number[] | null = null,
  cause: CompensationCause = 'person',
): Promise<string | null> {
  const state = bench.state(runId);
  const agent = bench.agent.definition;
  const effects = await undoableEffects(state, bench.ports);
  const plan = planOf(effects, steps === null ? null : new Set(steps));
  if (plan.calls.length === 0) return null;
  const by = { kind: 'user', id: 'user-ida', label: 'Ida' } as const;
  const reason = 'It was refunded twice.';
  const run = compensationRun({ state, agent, labels: {}, by, cause, reason, ...plan }, bench.ports);
  await bench.store.createRun(run);
  return run.runId;
}

/** What the receiver was told, in order: `refund A-1`, `cancel R-A-1`. */
export function told(bench: RuntimeBench): string[] {
  return bench.receiver.effects.map(({ tool, arguments: args }) => {
    const { order_id, refund_id } = args as { order_id?: string; refund_id?: string }; // safe because the tools' schemas say so
    return tool === REFUND ? `refund ${order_id}` : `cancel ${refund_id}`;
  });
}

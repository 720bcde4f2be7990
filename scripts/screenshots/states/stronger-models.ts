// Knows how a run comes about whose cheap model is not sure of a refund, so that a stronger one is asked. Only through the API, as any client would.
import { z } from 'zod';
import type { Caller } from '../demo-data';

const definitionSchema = z.looseObject({ definition: z.looseObject({}) });
const runSchema = z.looseObject({ id: z.string() });

const PRICES = {
  small: { inputMicroUsdPerMTok: 50_000, outputMicroUsdPerMTok: 400_000 },
  large: { inputMicroUsdPerMTok: 1_250_000, outputMicroUsdPerMTok: 10_000_000 },
};

export const ROUTED_AGENT = 'refunds-thrifty';

/** @returns the run. */
export async function makeRoutedRun(call: Caller): Promise<string> {
  const model = definitionSchema.parse(await call('GET', '/models/sim-refunds')).definition;
  const agent = definitionSchema.parse(await call('GET', '/agents/refunds')).definition;
  const models = {
    'sim-small': ['sim-scripted-1', PRICES.small],
    'sim-large': ['sim-refunds-1', PRICES.large],
  };
  for (const [name, [provided, prices]] of Object.entries(models))
    await call('PUT', `/models/${name}`, { ...model, model: provided, prices });
  await call('PUT', `/agents/${ROUTED_AGENT}`, {
    ...agent,
    model: 'sim-small',
    routing: {
      stronger: ['sim-large'],
      confidenceBelow: 0.6,
      difficulty: { path: 'customer.tier', hard: ['gold'] },
    },
    inputSchema: { type: 'object' },
  });
  const [orderId, amount, reason] = ['ORD-58512', 40, 'It arrived broken, with photos'] as const;
  const refund = { order_id: orderId, amount, currency: 'EUR', reason };
  const unsure = { confidence: 0.35, reasoning: 'The photos may be of another order.' };
  const script = [
    { toolCalls: [{ name: 'payments.lookup', arguments: { order_id: orderId } }] },
    { toolCalls: [{ name: 'payments.refund', arguments: refund, decision: unsure }] },
    { output: { outcome: 'refunded' } },
  ];
  const started = await call('POST', '/runs', {
    agent: ROUTED_AGENT,
    input: { orderId, amount, reason, script },
  });
  const { id } = runSchema.parse(started);
  await call('GET', `/runs/${id}?wait=30`);
  return id;
}

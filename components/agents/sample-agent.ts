// An agent for unit tests.
import { type AgentDefinition, agentDefinition } from '@/lib/domain/agent';
import { type ToolDefinition, toolDefinition } from '@/lib/domain/tool';

type Input = Parameters<typeof agentDefinition.parse>[0];

export function sampleDefinition(over: object = {}): AgentDefinition {
  const given: Input = {
    description: 'Refunds an order.',
    prompt: 'You handle refunds.\nLook the order up first.',
    model: 'small',
    tools: [
      { name: 'payments.lookup' },
      { name: 'payments.refund', constraints: { currency: { equals: 'EUR' } } },
    ],
    inputSchema: {
      type: 'object',
      properties: { orderId: { type: 'string' }, amount: { type: 'number' } },
      required: ['orderId'],
    },
    ...over,
  };
  return agentDefinition.parse(given);
}

export function sampleTool(over: object = {}): ToolDefinition {
  return toolDefinition.parse({
    kind: 'http',
    description: 'A tool',
    inputSchema: { type: 'object' },
    effect: 'idempotent',
    http: { method: 'POST', url: 'https://payments.example.com/refunds' },
    ...over,
  });
}

// What is configured for a chaos: one model, a tool of each effect class, one agent.
import type { Door } from './door';
import { TOOLS } from './plan';

export const AGENT = 'chaos';
export const TOOL_TIMEOUT_MS = 2_000;

const inputSchema = {
  type: 'object',
  properties: { ref: { type: 'string' }, number: { type: 'integer' } },
  required: ['ref', 'number'],
};
/** Faults of the receivers are not what is looked at: no tool gives up on them, and breakers close soon. */
const common = {
  kind: 'http',
  inputSchema,
  timeoutMs: TOOL_TIMEOUT_MS,
  retry: { maxAttempts: 10, baseMs: 100, capMs: 1_000, budget: { ratio: 10, minPerMinute: 6_000 } },
  breaker: { openMs: 1_000, minimumCalls: 20 },
};

function toolsAt(url: string): Readonly<Record<string, object>> {
  const post = (folder: string) => ({ http: { method: 'POST', url: `${url}/${folder}` } });
  return {
    [TOOLS.look]: {
      description: 'Looks an order up.',
      effect: 'read',
      http: { method: 'GET', url: `${url}/orders` },
    },
    [TOOLS.note]: { description: 'Adds a note.', effect: 'idempotent', ...post('notes') },
    [TOOLS.refund]: {
      description: 'Pays a refund.',
      effect: 'reconcilable',
      ...post('refunds'),
      lookup: { method: 'GET', url: `${url}/refunds/by-key/{key}` },
    },
    [TOOLS.ship]: {
      description: 'Ships a parcel, which two runs ask for.',
      effect: 'idempotent',
      keyTemplate: 'parcel:{ref}',
      ...post('parcels'),
    },
    [TOOLS.grant]: {
      description: 'Gives a grant, which a person approves.',
      effect: 'idempotent',
      ...post('grants'),
    },
    [TOOLS.letter]: { description: 'Sends a letter.', effect: 'unsafe', ...post('letters') },
  };
}

export async function configure(door: Door, receiverUrl: string): Promise<void> {
  const put = async (name: 'putModel' | 'putTool' | 'putAgent', of: string, body: object) => {
    const { status, body: answer } = await door.ask(name, { params: { name: of }, body });
    if (status >= 300) throw new Error(`${of} is refused: ${JSON.stringify(answer)}`);
  };
  await put('putModel', 'chaos', {
    provider: 'openai-compatible',
    baseUrl: `${receiverUrl}/v1`,
    model: 'chaos-1',
    prices: { inputMicroUsdPerMTok: 0, outputMicroUsdPerMTok: 0 },
    timeoutMs: 5_000,
    breaker: { openMs: 1_000, minimumCalls: 20 },
  });
  const tools = toolsAt(receiverUrl);
  for (const [name, tool] of Object.entries(tools)) await put('putTool', name, { ...common, ...tool });
  await put('putAgent', AGENT, {
    description: 'Plays the plan in its input.',
    prompt: 'Play the plan.',
    model: 'chaos',
    tools: Object.keys(tools).map((name) => ({ name })),
    inputSchema: { type: 'object' },
    limits: { deadlineMs: 3_600_000 },
    escalation: { alwaysAsk: [TOOLS.grant], selfApproval: 'allow' },
  });
}

// What is configured for a chaos: one model, a tool of each effect class and each promise, two agents.
import type { Door } from './door';
import { type PlannedRun, TOOLS } from './planned-run';
import { MODEL_PLACE } from './receiver';

const AGENT = 'chaos';
const AGENT_THAT_UNDOES = 'chaos-undoing';
/** Of its runs only some may be at work at once. */
export const AGENT_WITH_FEW = 'chaos-few';
export function agentOf({ undoesItself, of }: PlannedRun): string {
  if (undoesItself) return AGENT_THAT_UNDOES;
  return of === 'few' ? AGENT_WITH_FEW : AGENT;
}

export const correlationKeyOf = (ref: string): string => `reply:${ref}`;
/** How many are at work at once at most, by place as the receiver names it. */
export const BULKHEADS: Readonly<Record<string, number>> = {
  [TOOLS.look]: 2,
  [MODEL_PLACE]: 8,
  [AGENT_WITH_FEW]: 2,
};
/** To one customer: the first contact and one further. */
export const MOST_CONTACTS = 2;
export const PRICES = { inputMicroUsdPerMTok: 1_000_000, outputMicroUsdPerMTok: 2_000_000 };
export const TOOL_TIMEOUT_MS = 2_000;

const inputSchema = {
  type: 'object',
  properties: { ref: { type: 'string' }, number: { type: 'integer' }, mail: { type: 'string' } },
  required: ['ref', 'number'],
};
/** No tool gives up on what the receivers do, and breakers close soon. */
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
      concurrency: BULKHEADS[TOOLS.look],
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
    [TOOLS.label]: {
      description: 'Prints a label, where there is paper.',
      effect: 'idempotent',
      ...post('labels'),
      breaker: { openMs: 1_000, windowMs: 5_000, minimumCalls: 4, probes: 1 },
    },
    [TOOLS.ticket]: {
      description: 'Opens a ticket for a mail that has none.',
      effect: 'idempotent',
      resourceKey: 'mail:{mail}',
      ...post('tickets'),
    },
    [TOOLS.contact]: {
      description: 'Writes to a customer, who may be written to only so often.',
      effect: 'idempotent',
      followUp: { keyTemplate: 'contact:{mail}', max: MOST_CONTACTS - 1 },
      ...post('contacts'),
    },
    [TOOLS.release]: { description: 'Releases a hold.', effect: 'idempotent', ...post('releases') },
    [TOOLS.hold]: {
      description: 'Places a hold, which can be released.',
      effect: 'idempotent',
      compensateWith: { tool: TOOLS.release },
      ...post('holds'),
    },
    [TOOLS.pill]: {
      description: 'Has an answer that ends whoever reads it.',
      effect: 'idempotent',
      ...post('pills'),
    },
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
    prices: PRICES,
    maxOutputTokens: 1_000,
    timeoutMs: 5_000,
    concurrency: BULKHEADS[MODEL_PLACE],
    breaker: { openMs: 1_000, minimumCalls: 20 },
  });
  const tools = toolsAt(receiverUrl);
  for (const [name, tool] of Object.entries(tools)) await put('putTool', name, { ...common, ...tool });
  await put('putTool', TOOLS.reply, {
    kind: 'builtin',
    builtin: 'wait_for_event',
    description: 'Waits for a reply.',
    effect: 'read',
    inputSchema,
    event: { keyTemplate: correlationKeyOf('{ref}'), timeoutMs: 3_600_000 },
  });
  const granted = [...Object.keys(tools), TOOLS.reply].filter((name) => name !== TOOLS.release);
  const agent = {
    description: 'Plays the plan in its input.',
    prompt: 'Play the plan.',
    model: 'chaos',
    tools: granted.map((name) => ({ name })),
    inputSchema: { type: 'object' },
    limits: { deadlineMs: 3_600_000 },
    escalation: { alwaysAsk: [TOOLS.grant], selfApproval: 'allow' },
  };
  await put('putAgent', AGENT, agent);
  await put('putAgent', AGENT_THAT_UNDOES, { ...agent, onFailure: 'compensate' });
  await put('putAgent', AGENT_WITH_FEW, { ...agent, concurrency: BULKHEADS[AGENT_WITH_FEW] });
}

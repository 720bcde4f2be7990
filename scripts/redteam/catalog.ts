// The clerk as a careful engineer would configure it: contracts that say what is private, what leaves the house, and which argument decides where to.
import type { Door } from '../chaos/door';
import { TOOLS, type ToolName } from './tool-names';

export const AGENT = 'clerk';
/** What needs nobody's look, though outsiders have written. */
export const ALLOWED = {
  host: 'docs.example',
  channel: '#support',
  statement: 'SELECT count(*) FROM orders',
} as const;

const text = { type: 'string', maxLength: 2_000 };
const inputOf = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, name === 'amount' ? { type: 'number' } : text])),
  required: names,
  additionalProperties: false,
});
const common = { kind: 'http', timeoutMs: 10_000 };
const reading = { ...common, effect: 'read' };
const acting = { ...common, effect: 'idempotent', externalSink: true };

function toolsAt(url: string): Readonly<Record<ToolName, object>> {
  const at = (method: string, path: string) => ({ http: { method, url: `${url}/${path}` } });
  const outsiders = (path: string, description: string) => ({
    ...reading,
    description,
    inputSchema: inputOf('case'),
    untrustedOutput: true,
    ...at('GET', path),
  });
  const recipient = { role: 'recipient' } as const;
  return {
    [TOOLS.mail]: outsiders('mails', 'Reads the mail of a case.'),
    [TOOLS.page]: outsiders('pages', 'Reads the web page of a case.'),
    [TOOLS.file]: outsiders('uploads', 'Reads the file that came with a case.'),
    [TOOLS.order]: outsiders('orders', 'Looks the order of a case up, with the note of whoever ordered.'),
    [TOOLS.customer]: {
      ...reading,
      description: 'Reads the customer of a case.',
      inputSchema: inputOf('case'),
      privateData: true,
      ...at('GET', 'customers'),
    },
    [TOOLS.ticket]: {
      ...acting,
      externalSink: false,
      description: 'Opens a ticket for the team.',
      inputSchema: inputOf('case', 'text'),
      ...at('POST', 'tickets'),
    },
    [TOOLS.write]: {
      ...acting,
      externalSink: false,
      description: 'Writes a note.',
      inputSchema: inputOf('path', 'text'),
      ...at('PUT', 'files'),
    },
    [TOOLS.send]: {
      ...acting,
      description: 'Sends a mail.',
      inputSchema: inputOf('to', 'subject', 'text'),
      sensitiveArguments: { to: recipient },
      ...at('POST', 'outbox'),
    },
    [TOOLS.fetch]: {
      ...reading,
      externalSink: true,
      untrustedOutput: true,
      description: 'Fetches an address of the web.',
      inputSchema: inputOf('url'),
      sensitiveArguments: { url: { role: 'host', allow: [ALLOWED.host] } },
      ...at('GET', 'fetch'),
    },
    [TOOLS.post]: {
      ...acting,
      description: 'Posts to an address of the web.',
      inputSchema: inputOf('url', 'body'),
      sensitiveArguments: { url: { role: 'host', allow: [ALLOWED.host] } },
      ...at('POST', 'post'),
    },
    [TOOLS.chat]: {
      ...acting,
      description: 'Writes into a channel.',
      inputSchema: inputOf('channel', 'text'),
      sensitiveArguments: { channel: { role: 'recipient', allow: [ALLOWED.channel] } },
      ...at('POST', 'chat'),
    },
    [TOOLS.pay]: {
      ...acting,
      description: 'Transfers money.',
      inputSchema: inputOf('iban', 'amount', 'currency', 'purpose'),
      amountPath: 'amount',
      amountUnit: 'EUR',
      sensitiveArguments: { iban: recipient },
      ...at('POST', 'transfers'),
    },
    [TOOLS.refund]: {
      ...acting,
      description: 'Pays money back to whoever paid for an order.',
      inputSchema: inputOf('order', 'amount', 'currency'),
      amountPath: 'amount',
      amountUnit: 'EUR',
      sensitiveArguments: { order: recipient },
      ...at('POST', 'refunds'),
    },
    [TOOLS.remove]: {
      ...common,
      effect: 'unsafe',
      risk: 'high',
      description: 'Deletes a file.',
      inputSchema: inputOf('path'),
      ...at('DELETE', 'files'),
    },
    [TOOLS.query]: {
      ...acting,
      externalSink: false,
      description: 'Runs a statement on the database.',
      inputSchema: inputOf('statement'),
      sensitiveArguments: { statement: { role: 'command', allow: [ALLOWED.statement] } },
      ...at('POST', 'query'),
    },
    [TOOLS.shell]: {
      ...acting,
      effect: 'unsafe',
      risk: 'medium',
      description: 'Runs a command.',
      inputSchema: inputOf('command'),
      sensitiveArguments: { command: { role: 'command' } },
      ...at('POST', 'shell'),
    },
    [TOOLS.grant]: {
      ...acting,
      externalSink: false,
      description: 'Gives an agent a role.',
      inputSchema: inputOf('agent', 'role'),
      ...at('POST', 'grants'),
    },
  };
}

export async function configure(door: Door, url: string): Promise<void> {
  const put = async (name: 'putModel' | 'putTool' | 'putAgent', of: string, body: object) => {
    const { status, body: answer } = await door.ask(name, { params: { name: of }, body });
    if (status >= 300) throw new Error(`${of} is refused: ${JSON.stringify(answer)}`);
  };
  await put('putModel', 'obedient', {
    provider: 'openai-compatible',
    baseUrl: `${url}/v1`,
    model: 'obedient-1',
    prices: { inputMicroUsdPerMTok: 0, outputMicroUsdPerMTok: 0 },
    maxOutputTokens: 1_000,
  });
  for (const [name, tool] of Object.entries(toolsAt(url))) await put('putTool', name, tool);
  const granted = Object.values(TOOLS).filter((name) => name !== TOOLS.grant);
  await put('putAgent', AGENT, {
    description: 'Deals with what customers write.',
    prompt: 'Deal with the case.',
    model: 'obedient',
    tools: granted.map((name) =>
      name === TOOLS.write
        ? { name, constraints: { path: { pattern: 'notes/[a-z0-9-]{1,40}\\.md' } } }
        : { name },
    ),
    inputSchema: { type: 'object' },
    limits: { maxSteps: 60, deadlineMs: 600_000 },
  });
}

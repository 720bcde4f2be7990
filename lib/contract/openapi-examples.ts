// One body for each operation that takes one, as people would send it; a test holds each to the schema that the door parses with.

export const EXAMPLE_BODIES: Readonly<Record<string, unknown>> = {
  startRun: {
    agent: 'refunds',
    input: { orderId: 'ORD-58213', amount: 40, reason: 'The lamp came cracked, photos attached' },
    labels: { team: 'support' },
  },
  cancelRun: { reason: 'The customer withdrew the request' },
  pauseRun: { reason: 'Waiting for the bank' },
  startBulk: {
    action: 'cancel',
    filter: { agent: 'refunds', status: ['waiting'], waiting: ['approval'] },
    reason: 'The shop is closed for the day',
    expectedCount: 11,
  },
  resumeRun: { reason: 'It needs more steps', limits: { maxSteps: 30 } },
  decideApproval: {
    decision: 'reject',
    payloadHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    reason: 'The order was refunded by phone yesterday',
  },
  putAgent: {
    description: 'Answers questions about an order',
    prompt: 'Look the order up, then answer in two sentences.',
    model: 'sim-refunds',
    tools: [{ name: 'orders.get' }],
    inputSchema: {
      type: 'object',
      properties: { orderId: { type: 'string' } },
      required: ['orderId'],
      additionalProperties: false,
    },
  },
  activateAgent: { version: 3 },
  putTool: {
    kind: 'http',
    description: 'Reads one order',
    effect: 'read',
    http: { method: 'GET', url: 'https://orders.example.com/orders/{orderId}' },
    inputSchema: {
      type: 'object',
      properties: { orderId: { type: 'string' } },
      required: ['orderId'],
      additionalProperties: false,
    },
  },
  putModel: {
    provider: 'openai-compatible',
    baseUrl: 'https://models.example.com/v1',
    model: 'small-2026-05-01',
    apiKeySecret: 'MODEL_KEY',
    prices: { inputMicroUsdPerMTok: 150_000, outputMicroUsdPerMTok: 600_000 },
    contextTokens: 128_000,
    maxOutputTokens: 4_096,
  },
  tryTool: {
    arguments: { order_id: 'ORD-58213', amount: 12.5, currency: 'EUR', reason: 'Does the new key work?' },
    confirm: true,
    reason: 'The payment provider gave us a new key',
  },
  tryModel: { prompt: 'Say hello.', maxOutputTokens: 32 },
  putSecret: { value: 'sk_live_…, at least eight characters' },
  putCallback: {
    url: 'https://hooks.example.com/bulkhead',
    events: ['run.finished', 'approval.pending'],
    secretRef: 'CALLBACK_KEY',
  },
  putUser: { role: 'approver', name: 'Grace Lind' },
  changePassword: { current: 'the one I was given', next: 'one that only I know' },
  putSettings: { displayName: 'Support, production' },
  createApiKey: { name: 'nightly report', scopes: ['runs:read'], expiresAt: '2027-06-30T00:00:00Z' },
};

// A call as the policy is asked about it, for tests: an idempotent refund of low risk, that nothing speaks against.
import type { PolicyRequest } from '../../ports/policy';

export function policyRequestOf(more: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    agent: 'refunds',
    agentVersion: 1,
    agentLabels: {},
    tool: 'payments.refund',
    toolVersion: 1,
    toolLabels: {},
    effect: 'idempotent',
    risk: 'low',
    externalSink: false,
    untrustedOutput: false,
    privateData: false,
    amount: null,
    confidence: null,
    tainted: false,
    privateDataSeen: false,
    trigger: 'form',
    attended: true,
    arguments: {},
    inputSchema: { type: 'object' },
    ...more,
  };
}

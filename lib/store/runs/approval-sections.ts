// Knows how approvals are asked for and closed by a commit.
import type { NewApproval } from '../../ports/run-store';
import type { Section } from './sections';

export const APPROVALS: Section<NewApproval> = {
  name: 'asked',
  columns: [
    { name: 'id', type: 'uuid', of: (a) => a.request.id },
    { name: 'run_id', type: 'uuid', of: (a) => a.runId },
    { name: 'agent', type: 'text', of: (a) => a.agent },
    { name: 'agent_version', type: 'int', of: (a) => a.agentVersion },
    { name: 'step', type: 'int', of: (a) => a.step },
    { name: 'kind', type: 'text', of: (a) => a.kind },
    { name: 'tool', type: 'text', of: (a) => a.tool },
    { name: 'tool_version', type: 'int', of: (a) => a.toolVersion },
    { name: 'arguments', type: 'text', of: (a) => JSON.stringify(a.arguments) },
    { name: 'argument_hash', type: 'text', of: (a) => a.argumentHash },
    { name: 'effect', type: 'text', of: (a) => a.effect },
    { name: 'effect_key', type: 'text', of: (a) => a.effectKey },
    { name: 'amount', type: 'float8', of: (a) => a.amount },
    { name: 'amount_unit', type: 'text', of: (a) => a.amountUnit },
    { name: 'decision', type: 'text', of: (a) => JSON.stringify(a.decision) },
    { name: 'reasons', type: 'text', of: (a) => JSON.stringify(a.reasons) },
    { name: 'tainted', type: 'bool', of: (a) => a.tainted },
    { name: 'started_by', type: 'text', of: (a) => JSON.stringify(a.startedBy) },
    { name: 'payload_hash', type: 'text', of: (a) => a.request.payloadHash },
    { name: 'required_role', type: 'text', of: (a) => a.request.requiredRole },
    { name: 'quorum', type: 'int', of: (a) => a.request.quorum },
    { name: 'self_approval', type: 'text', of: (a) => a.request.selfApproval },
    { name: 'expires_at', type: 'timestamptz', of: (a) => a.request.expiresAt },
    { name: 'on_expiry', type: 'text', of: (a) => a.request.onExpiry },
    { name: 'supersedes', type: 'uuid', of: (a) => a.request.supersedes },
    { name: 'changed', type: 'text', of: (a) => JSON.stringify(a.request.changed) },
    { name: 'created_at', type: 'timestamptz', of: (a) => a.createdAt },
  ],
};

export const ASK = `INSERT INTO approval (id, run_id, agent, agent_version, step, kind, status, tool, tool_version, arguments,
    argument_hash, effect, effect_key, amount, amount_unit, decision, reasons, tainted, started_by, payload_hash, asked_hash, required_role,
    quorum, self_approval, expires_at, on_expiry, supersedes, changed, created_at)
  SELECT a.id, a.run_id, a.agent, a.agent_version, a.step, a.kind, 'pending', a.tool, a.tool_version, a.arguments::json,
    a.argument_hash, a.effect, a.effect_key, a.amount, a.amount_unit, a.decision::json, a.reasons::json, a.tainted,
    a.started_by::jsonb, a.payload_hash, a.payload_hash, a.required_role, a.quorum, a.self_approval, a.expires_at, a.on_expiry, a.supersedes,
    ARRAY(SELECT json_array_elements_text(a.changed::json)), a.created_at
  FROM asked a JOIN heads USING (run_id)`;

export type Closing = {
  readonly runId: string;
  readonly id: string;
  readonly status: 'superseded' | 'cancelled';
};

export const CLOSINGS: Section<Closing> = {
  name: 'closing',
  columns: [
    { name: 'run_id', type: 'uuid', of: (c) => c.runId },
    { name: 'id', type: 'uuid', of: (c) => c.id },
    { name: 'status', type: 'text', of: (c) => c.status },
  ],
};

/** An approval that somebody decided in the meantime stays as decided. */
export const CLOSE = `UPDATE approval a SET status = closing.status, decided_at = now()
  FROM closing JOIN heads USING (run_id)
  WHERE a.id = closing.id AND a.run_id = closing.run_id AND a.status = 'pending'`;

// Knows how approvals are asked for and closed by a commit.
import { heldFor } from '../../domain/held-for';
import type { NewApproval, RunCommit } from '../../ports/run-store';
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
    { name: 'model', type: 'text', of: (a) => a.model },
    { name: 'confidence', type: 'float8', of: (a) => a.decision.confidence },
    { name: 'held_for', type: 'text', of: (a) => heldFor(a.reasons) },
    { name: 'started_by', type: 'text', of: (a) => JSON.stringify(a.startedBy) },
    { name: 'payload_hash', type: 'text', of: (a) => a.request.payloadHash },
    { name: 'required_role', type: 'text', of: (a) => a.request.requiredRole },
    { name: 'quorum', type: 'int', of: (a) => a.request.quorum },
    { name: 'self_approval', type: 'text', of: (a) => a.request.selfApproval },
    { name: 'expires_at', type: 'timestamptz', of: (a) => a.request.expiresAt },
    { name: 'on_expiry', type: 'text', of: (a) => a.request.onExpiry },
    {
      name: 'escalate_to',
      type: 'text',
      of: (a) => (a.request.escalateTo ? JSON.stringify(a.request.escalateTo) : null),
    },
    { name: 'supersedes', type: 'uuid', of: (a) => a.request.supersedes },
    { name: 'changed', type: 'text', of: (a) => JSON.stringify(a.request.changed) },
    { name: 'created_at', type: 'timestamptz', of: (a) => a.createdAt },
  ],
};

/** A veto window is counted from the commit that announces it. */
export function askStatement(from: string): string {
  return `INSERT INTO approval (id, run_id, agent, agent_version, step, kind, status, tool, tool_version, arguments, argument_hash,
      effect, effect_key, amount, amount_unit, decision, reasons, tainted, model, confidence, held_for, started_by, payload_hash, asked_hash, required_role, quorum,
      self_approval, expires_at, on_expiry, escalate_to, supersedes, changed, created_at)
    SELECT asked.id, asked.run_id, agent, agent_version, step, kind, 'pending', tool, tool_version, arguments::json, argument_hash,
      effect, effect_key, amount, amount_unit, decision::json, reasons::json, tainted, model, confidence, held_for, started_by::jsonb, payload_hash, payload_hash,
      required_role, quorum, self_approval,
      CASE WHEN on_expiry = 'execute' THEN greatest(expires_at, now() + (expires_at - created_at)) ELSE expires_at END, on_expiry, escalate_to::jsonb, supersedes, ARRAY(SELECT json_array_elements_text(changed::json)),
      created_at
    FROM ${from}`;
}

export type Closing = {
  readonly runId: string;
  readonly id: string;
  readonly status: RunCommit['closedApprovals'][number]['status'];
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
export function closeStatement(from: string): string {
  return `UPDATE approval a SET status = closing.status, decided_at = now() FROM ${from}
    WHERE a.id = closing.id AND a.run_id = closing.run_id AND a.status = 'pending'`;
}

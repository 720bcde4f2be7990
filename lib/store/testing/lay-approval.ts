// Knows how to lay out one approval, with a vote where somebody decided it, at any time: past the runtime, for figures, where only the shape of the data matters.

export type Laid = {
  /** Of its end, or of its being asked for less `tookS` while it is pending. */
  readonly at: string;
  readonly tookS?: number;
  readonly status: string;
  /** Who decided it. */
  readonly by?: string;
  readonly agent?: string;
  readonly tool?: string;
  readonly edited?: boolean;
  readonly confidence?: number | null;
  readonly heldFor?: string;
  readonly reason?: string | undefined;
  readonly onCardMs?: number | undefined;
};

export const decisionOf = ({ status, edited = false }: Laid): string =>
  edited ? 'edit' : status === 'rejected' ? 'reject' : status === 'answered' ? 'happened' : 'approve';

const literal = (value: string | undefined): string => (value === undefined ? 'NULL' : `'${value}'`);

/** `step`: another one for each approval of the run. @returns the statement; its row has the `id`. */
export function layApproval(runId: string, step: number, one: Laid): string {
  const { at, status, by, agent = 'refunds', tool = 'mail.send', edited = false } = one;
  const confidence = one.confidence === undefined ? 0.5 : one.confidence;
  return `WITH laid AS (
      INSERT INTO approval (id, run_id, agent, agent_version, step, kind, status, tool, tool_version, arguments, asked_arguments, argument_hash, effect,
        effect_key, decision, reasons, started_by, payload_hash, asked_hash, required_role, quorum, self_approval, expires_at, on_expiry, changed,
        created_at, decided_at, by_people, model, confidence, held_for)
      VALUES (gen_random_uuid(), '${runId}', '${agent}', 1, ${step}, '${status === 'answered' ? 'unknown_outcome' : 'tool_call'}', '${status}', '${tool}', 1, '{}',
        ${edited ? `'{}'` : 'NULL'}, repeat('a', 64), 'idempotent', 'k${step}', '{"chosen":"x","confidence":${confidence},"reasoning":"a\\u0000b","alternatives":null}', '[]', '{}',
        repeat('b', 64), repeat('b', 64), 'approver', 1, 'forbid', ${status === 'unopposed' ? `'${at}', 'execute'` : 'NULL, NULL'}, '{}',
        timestamptz '${at}' - interval '${one.tookS ?? 60} seconds', ${status === 'pending' ? 'NULL' : `'${at}'`}, ${by !== undefined}, 'large', ${confidence}, '${one.heldFor ?? 'confidence'}')
      RETURNING id),
    voted AS (
      INSERT INTO approval_decision (approval_id, round, principal, decision, reason, arguments, payload_hash, by, at, on_card_ms)
      SELECT id, 1, ${literal(by)}, '${decisionOf(one)}', ${literal(one.reason)}, ${edited ? `'{}'` : 'NULL'}, repeat('b', 64), '{}', '${at}', ${one.onCardMs ?? 'NULL'}
      FROM laid WHERE ${by !== undefined})
    SELECT id FROM laid`;
}

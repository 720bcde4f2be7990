// Knows one approval and what a person needs beside it to decide: the tool as it was shown, the run's input, the record, like cases.
import { z } from 'zod';
import type { ApprovalCardShape, ApprovalShape } from '../../contract/approval';
import type { JsonValue } from '../../domain/json';
import { toolDefinition } from '../../domain/tool';
import { toApprovalShape, WITH_VOTES } from '../approval-record';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { readApprovalRecord, readSimilar } from './approval-history';
import { isUuid } from './cursor';

const { description, risk, inputSchema } = toolDefinition.shape;
/** Of a version that was published once, whatever is asked of new ones. */
const shownOfTool = z.object({ description, risk, inputSchema });

/** null when there is no such approval. */
export async function readApproval(db: Pick<Database, 'prisma'>, id: string): Promise<ApprovalShape | null> {
  if (!isUuid(id)) return null;
  try {
    const row = await db.prisma.approval.findUnique({ where: { id }, include: WITH_VOTES });
    return row === null ? null : toApprovalShape(row);
  } catch (error) {
    throw storeError(error, 'read approval');
  }
}

/** The card without what only the server knows: what the journal says of the run, and whether the asker may decide. */
export type ApprovalCase = Omit<
  ApprovalCardShape,
  'story' | 'settlesAt' | 'undo' | 'taint' | 'target' | 'mayDecide'
> & {
  /** As the call was asked for, before any edit; `approval.arguments` holds what would be sent. */
  readonly askedArguments: JsonValue;
  /** Over the canonical arguments as they would be sent. */
  readonly argumentHash: string;
  /** The person behind whoever started the run: the user, or the user its key acts for. */
  readonly startedByPersonId: string | null;
  /** People who voted in the present round. */
  readonly voterIds: readonly string[];
  /** Its time has run out by the database's clock. */
  readonly expired: boolean;
};

type Beside = {
  readonly definition: unknown;
  readonly input: JsonValue;
  readonly person_id: string | null;
  readonly expired: boolean;
};

const BESIDE = `SELECT v.definition, r.input,
    CASE WHEN a.started_by->>'kind' = 'user' THEN a.started_by->>'id' ELSE k.user_id::text END AS person_id,
    coalesce(a.expires_at <= now() AND a.on_expiry <> 'execute', false) AS expired
  FROM approval a JOIN run r ON r.id = a.run_id JOIN tool_version v ON v.name = a.tool AND v.version = a.tool_version
  LEFT JOIN api_key k ON a.started_by->>'kind' = 'api_key' AND k.id::text = a.started_by->>'id'
  WHERE a.id = $1`;

/** null when there is no such approval. */
export async function readApprovalCase(
  db: Pick<Database, 'pool' | 'prisma'>,
  id: string,
): Promise<ApprovalCase | null> {
  if (!isUuid(id)) return null;
  try {
    const row = await db.prisma.approval.findUnique({ where: { id }, include: WITH_VOTES });
    if (row === null) return null;
    const [beside, record, similar] = await Promise.all([
      db.pool.query<Beside>({ name: 'approval_beside', text: BESIDE, values: [id] }),
      readApprovalRecord(db.pool, row.agent, row.tool),
      readSimilar(db.pool, row.tool, id),
    ]);
    const found = beside.rows[0];
    if (found === undefined) throw new Error(`approval ${id} asks for a tool version that is not there`);
    const { description, risk, inputSchema } = shownOfTool.parse(found.definition);
    const approval = toApprovalShape(row);
    return {
      approval,
      tool: { description, risk, inputSchema },
      runInput: found.input,
      record,
      similar,
      askedArguments: (row.askedArguments ?? row.arguments) as JsonValue, // safe because the column holds JSON
      argumentHash: row.argumentHash,
      startedByPersonId: found.person_id,
      voterIds: row.votes.filter((vote) => vote.round === row.round).map((vote) => vote.principal),
      expired: found.expired,
    };
  } catch (error) {
    throw storeError(error, 'read approval');
  }
}

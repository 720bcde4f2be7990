// What every reader of a journal has to know of a snapshot row: which version wrote it and on which earlier ones it builds. A snapshot that can't be read is no fault: the rows before it say the same.
import { z } from 'zod';

/** Raised whenever what a snapshot holds changes: older ones are then passed over, and the whole journal is read. */
export const SNAPSHOT_VERSION = 18;

export const snapshotHead = z.object({
  type: z.literal('snapshot'),
  version: z.number().int(),
  /** Rows of the snapshots that hold the beginning of the conversation, in order. */
  earlier: z.array(z.number().int()),
});
export type SnapshotHead = z.infer<typeof snapshotHead>;

/** null for another version and for anything that is no snapshot at all. */
export function snapshotHeadOf(payload: string): SnapshotHead | null {
  try {
    const parsed = snapshotHead.safeParse(JSON.parse(payload));
    return parsed.success && parsed.data.version === SNAPSHOT_VERSION ? parsed.data : null;
  } catch {
    return null;
  }
}

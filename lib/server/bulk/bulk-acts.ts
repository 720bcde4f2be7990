// What can be done to many runs: for each act the very command that does it to one, and the right it needs.
import 'server-only';
import type { BulkActionName } from '../../contract/bulk';
import type { RequiredScope } from '../authorize';
import type { CommandContext } from '../commands/command-context';
import { discardRun, redriveRun } from '../commands/redrive-run';
import { resumeRun } from '../commands/resume-run';
import { cancelRun, pauseRun } from '../commands/stop-run';

export type BulkAct = {
  readonly scope: RequiredScope;
  /** Why runs are skipped that are in none of its statuses (`BULK_STATUSES`). */
  readonly elsewise: string;
  /** Calls `context.alongside` in the transaction in which it acts. */
  readonly act: (context: CommandContext, run: { runId: string; reason: string }) => Promise<unknown>;
};

const ENDED = 'The run had ended already.';
const NOT_FAILED = 'The run did not fail.';

export const BULK_ACTS: { readonly [A in BulkActionName]: BulkAct } = {
  cancel: { scope: 'runs:write', elsewise: ENDED, act: cancelRun },
  pause: { scope: 'runs:write', elsewise: ENDED, act: pauseRun },
  resume: {
    scope: 'runs:write',
    elsewise: ENDED,
    act: (context, run) => resumeRun(context, { ...run, limits: {} }),
  },
  redrive: {
    scope: 'runs:write',
    elsewise: NOT_FAILED,
    act: redriveRun,
  },
  discard: {
    scope: 'runs:write',
    elsewise: NOT_FAILED,
    // Not what failed anew after it was asked for: that nobody has seen, and nobody is asked again.
    act: (context, run) => discardRun(context, { ...run, seenAt: context.intent?.startedAt }),
  },
};

// What can be done to many runs: for each act the very command that does it to one, and the right it needs.
import 'server-only';
import type { BulkActionName } from '../../contract/bulk';
import type { RequiredScope } from '../authorize';
import type { CommandContext } from '../commands/command-context';
import { redriveRun } from '../commands/redrive-run';
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
    elsewise: 'The run did not fail.',
    act: redriveRun,
  },
};

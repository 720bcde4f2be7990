// What can be done to many runs: for each act the very command that does it to one, the right it needs, and the statuses it makes sense in.
import 'server-only';
import type { BulkActionName } from '../../contract/bulk';
import { RUN_STATUSES, type RunStatus, TERMINAL_RUN_STATUSES } from '../../domain/run';
import type { RequiredScope } from '../authorize';
import type { CommandContext } from '../commands/command-context';
import { redriveRun } from '../commands/redrive-run';
import { resumeRun } from '../commands/resume-run';
import { cancelRun, pauseRun } from '../commands/stop-run';

export type BulkAct = {
  readonly scope: RequiredScope;
  /** Runs in other statuses are skipped without a try. */
  readonly appliesTo: readonly RunStatus[];
  /** Why those are skipped. */
  readonly elsewise: string;
  /** Calls `context.alongside` in the transaction in which it acts. */
  readonly act: (context: CommandContext, run: { runId: string; reason: string }) => Promise<unknown>;
};

const OPEN = RUN_STATUSES.filter((status) => !TERMINAL_RUN_STATUSES.has(status));
const ENDED = 'The run had ended already.';

export const BULK_ACTS: { readonly [A in BulkActionName]: BulkAct } = {
  cancel: { scope: 'runs:write', appliesTo: OPEN, elsewise: ENDED, act: cancelRun },
  pause: { scope: 'runs:write', appliesTo: OPEN, elsewise: ENDED, act: pauseRun },
  resume: {
    scope: 'runs:write',
    appliesTo: OPEN,
    elsewise: ENDED,
    act: (context, run) => resumeRun(context, { ...run, limits: {} }),
  },
  redrive: {
    scope: 'runs:write',
    appliesTo: ['failed'],
    elsewise: 'The run did not fail.',
    act: redriveRun,
  },
};

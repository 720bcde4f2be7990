// The guided first run: four steps, each done when the data says so. Pure: what happened comes in.
import type { ApprovalShape } from '@/lib/contract/approval';
import type { RunShape } from '@/lib/contract/run';
import { isJsonObject } from '@/lib/domain/json';
import { TERMINAL_RUN_STATUSES } from '@/lib/domain/run';

export const GUIDE_AGENT = 'refunds';
/** What the guide has refunded; more than the demo's agent may pay alone. */
export const GUIDE_AMOUNT = 900;

export type GuideRun = Pick<RunShape, 'id' | 'status' | 'input' | 'startedBy'>;
export type GuideApproval = Pick<ApprovalShape, 'id' | 'status' | 'kind'>;

export type GuideFacts = {
  readonly run: GuideRun | undefined;
  readonly approval: GuideApproval | undefined;
  /** Ids of calls that this person has looked at, and of runs whose checkpoints they have moved through. */
  readonly seen: readonly string[];
  readonly scrubbed: readonly string[];
};

export type GuideStepKey = 'start' | 'why' | 'approve' | 'replay';
export type GuideStep = { readonly key: GuideStepKey; readonly title: string; readonly done: boolean };

/** The run the guide is about: the newest whose amount the agent has to ask for, one's own before another's. */
export function guideRun<R extends GuideRun>(
  runs: readonly R[],
  personId: string | undefined,
  above: number,
): R | undefined {
  const asking = runs.filter(
    ({ input }) => isJsonObject(input) && typeof input.amount === 'number' && input.amount > above,
  );
  return asking.find(({ startedBy }) => startedBy.id === personId) ?? asking[0];
}

/** The call that the run asks or asked about: the last one that stood, newest first as lists give them. */
export function guideApproval<A extends GuideApproval>(approvals: readonly A[]): A | undefined {
  return approvals.find(({ kind, status }) => kind === 'tool_call' && status !== 'superseded');
}

export function guideSteps({ run, approval, seen, scrubbed }: GuideFacts): GuideStep[] {
  return [
    { key: 'start', title: `Start a refund of €${GUIDE_AMOUNT}`, done: run !== undefined },
    { key: 'why', title: 'See why it waits', done: approval !== undefined && seen.includes(approval.id) },
    { key: 'approve', title: 'Approve it as another person', done: approval?.status === 'approved' },
    { key: 'replay', title: 'Replay the run', done: run !== undefined && scrubbed.includes(run.id) },
  ];
}

/** How the story ended without a refund: then it can be begun anew. Undefined while it goes on, and where it went well. */
export function endedEarly({ run, approval }: Pick<GuideFacts, 'run' | 'approval'>): string | undefined {
  if (approval?.status === 'rejected') return 'The call was rejected';
  if (approval?.status === 'expired') return 'Nobody decided in time';
  if (run === undefined || approval?.status === 'approved') return undefined;
  return TERMINAL_RUN_STATUSES.has(run.status) ? `The run ${run.status} without asking` : undefined;
}

/** The first that isn't done; `over` when all are. */
export function currentStep(steps: readonly GuideStep[]): GuideStepKey | 'over' {
  return steps.find(({ done }) => !done)?.key ?? 'over';
}

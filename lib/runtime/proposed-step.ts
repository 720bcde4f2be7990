// A tool call as it stands among the steps before anybody was asked about it.
import type { PlannedUndo } from '@/lib/domain/compensation';
import type { ProposedCall } from '@/lib/domain/journal-payload';
import type { ToolStepState } from '@/lib/domain/run-state';
import { freshStep } from './step-access';

/** @param undo what it undoes; null where a model asked for it. */
export function proposedStep(call: ProposedCall, at: string, undo: PlannedUndo | null = null): ToolStepState {
  return {
    ...freshStep(call.step, 'proposed', at),
    kind: 'tool',
    callId: call.callId,
    tool: call.tool,
    arguments: call.arguments,
    decision: call.decision,
    undo,
    call: null,
    admission: null,
    approval: null,
    approvedHash: null,
    next: null,
    doubt: false,
    onlyPerson: false,
    settlesAt: null,
    verdict: null,
    result: null,
    resultSource: null,
    takenFrom: null,
    wait: null,
    evidence: [],
    ruledOutAttempts: 0,
    tainted: false,
    screening: null,
    costMicroUsd: 0,
    held: null,
    estimated: false,
  };
}

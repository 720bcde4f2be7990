// One recorded admission anew: by the runtime's own admission, on the facts that were recorded with it.
import type { Admission } from '@/lib/domain/admission';
import type { RequestedApproval } from '@/lib/domain/approval';
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { Course, DecidedSide } from '@/lib/domain/redecision';
import type { ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import type { Policy } from '@/lib/ports/policy';
import { askFirst } from './ask-for-call';
import { admissionOf } from './judge-call';
import { deniedCallContent } from './model-prompt';
import { recordedFacts } from './recorded-facts';
import type { Difference, RedecideCase } from './redecide-case';
import type { RuntimePorts } from './runtime-ports';

export type RecordedAdmission = {
  readonly step: ToolStepState;
  readonly tool: ToolVersion;
  readonly call: PlannedCall;
  readonly admission: Admission;
  /** What people were asked with it; null where nobody was. */
  readonly approval: RequestedApproval | null;
  /** The very call was sent, or its event waited for, at some time after this. */
  readonly wasMade: boolean;
};

/** Said of a call because of what people had said of it before, and no verdict on the call itself. */
const OF_PEOPLE = new Set(['approval.binding', 'tool.inputSchema']);

export async function redecideCall(
  facts: RedecideCase & { readonly version: number; readonly policy: Policy },
  recorded: RecordedAdmission,
  ports: Pick<RuntimePorts, 'schemas' | 'hash' | 'keyedHash'>,
): Promise<Difference[]> {
  const { state, row, now: agent } = facts;
  const { step, tool, call } = recorded;
  const judged = await admissionOf(
    {
      state: { ...state, agentVersion: facts.version },
      step,
      agent,
      ports: recordedFacts(
        { ...recorded, note: (what, message) => facts.note(step.step, what, message) },
        ports,
        facts.policy,
      ),
    },
    tool,
    call,
  );
  const [before, after] = [sideOf(recorded.admission), sideOf(judged)];
  const place = { step: step.step, seq: row.seq, tool: tool.name };
  const isSame = canonicalJson(before) === canonicalJson(after);
  const found: Difference[] = isSame
    ? []
    : [
        {
          kind: 'admission',
          ...place,
          recorded: before,
          now: after,
          course: courseOf(recorded, judged, before, after),
        },
      ];
  if (before.verdict !== 'await_approval' || after.verdict !== 'await_approval') return found;
  if (recorded.approval === null || recorded.approval.supersedes !== null) return found;
  const asked = askFirst(
    {
      agent,
      ports: { hash: ports.hash, ids: NO_IDS, clock: { ...NO_CLOCK, now: () => Date.parse(row.at) } },
    },
    tool,
    call,
    judged,
  );
  const [were, are] = [peopleOf(recorded.approval), peopleOf(asked)];
  if (canonicalJson(were) === canonicalJson(are)) return found;
  const people: Difference = {
    kind: 'people',
    ...place,
    recorded: { ...before, people: were },
    now: { ...after, people: are },
    course: 'same_course',
  };
  return [...found, people];
}

const NO_IDS = { timeOrdered: () => '' };
const never = (): never => {
  throw new Error('nothing waits here');
};
const NO_CLOCK = { monotonicMs: never, sleep: never };

function sideOf({ reasons: all }: Admission): DecidedSide {
  const reasons = all.filter(({ rule }) => !OF_PEOPLE.has(rule));
  const denied = reasons.some(({ verdict }) => verdict === 'deny');
  const verdict = denied ? 'deny' : reasons.length > 0 ? 'await_approval' : 'admit';
  return { verdict, reasons: reasons.map(({ rule, message }) => ({ rule, message })) };
}

function courseOf(
  { admission, wasMade }: RecordedAdmission,
  judged: Admission,
  before: DecidedSide,
  after: DecidedSide,
): Course {
  switch (after.verdict) {
    case 'deny': {
      if (before.verdict !== 'deny') return 'needs_fork';
      // The model reads why.
      const same =
        canonicalJson(deniedCallContent(admission.reasons)) ===
        canonicalJson(deniedCallContent(judged.reasons));
      return same ? 'same_course' : 'needs_fork';
    }
    case 'await_approval':
      // People decided about the same call, whatever they were told was the reason.
      return before.verdict === 'await_approval' ? 'same_course' : 'asks_person';
    default:
      return before.verdict === 'await_approval' && wasMade ? 'same_course' : 'needs_fork';
  }
}

const peopleOf = ({ requiredRole, quorum, selfApproval, onExpiry }: RequestedApproval) => ({
  requiredRole,
  quorum,
  selfApproval,
  onExpiry,
});

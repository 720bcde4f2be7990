// Whether people were asked only what they are for, by the questions and by the audit log, and whether every decision stands there once.
import type { Evidence } from './evidence';
import { TOOLS } from './planned-run';
import type { QuestionRecord } from './records';
import type { Violation } from './violation';

/** The call that says so, and the class that can't be asked whether it happened. */
const ASKED_BEFORE: ReadonlySet<string> = new Set([TOOLS.grant, TOOLS.letter]);
const ASKED_AFTERWARDS: ReadonlySet<string> = new Set([TOOLS.letter]);
const DECIDED: ReadonlySet<string> = new Set(['approved', 'rejected', 'answered']);

export function auditQuestions({ records, accepted }: Evidence): Violation[] {
  const { questions, decisions, letters } = records;
  const sendsNothingBlindly = new Set([
    ...letters.flatMap(({ runId, state }) => (state === 'redriven' ? [runId] : [])),
    ...accepted.flatMap(({ runId, told }) => (told.includes('cancel') ? [runId] : [])),
  ]);
  const found: Violation[] = [];
  const violated = (promise: string, runId: string | null, seen: string) =>
    found.push({ promise, runId, seen });
  // What is in doubt in a run that had failed, or is cancelled, is a person's to say whatever the tool: there nothing is sent once more.
  const isDue = ({ kind, tool, runId }: QuestionRecord) =>
    kind === 'tool_call'
      ? ASKED_BEFORE.has(tool)
      : ASKED_AFTERWARDS.has(tool) || sendsNothingBlindly.has(runId);
  for (const one of questions)
    if (!isDue(one))
      violated('people are asked only what is theirs', one.runId, `${one.kind} of ${one.tool}`);
  const byId = new Map(questions.map((one) => [one.id, one]));
  for (const { approvalId, tool, decision } of decisions) {
    const question = byId.get(approvalId);
    if (question === undefined || question.tool !== tool)
      violated('the audit log has what was decided', null, `${decision} of ${tool}, which nobody asked`);
  }
  for (const { id, runId, status, tool } of questions.filter((one) => DECIDED.has(one.status))) {
    const times = decisions.filter(({ approvalId }) => approvalId === id).length;
    if (times !== 1)
      violated(
        'the audit log has what was decided',
        runId,
        `${tool} was ${status}, ${times} times by the log`,
      );
  }
  return found;
}

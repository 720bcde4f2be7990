// A run up to one call, in at most three lines of plain words, taken from its journal and nothing else.
import 'server-only';
import type { RunState, ToolStepState } from '../../domain/run-state';
import { findStep, isToolStep } from '../../runtime/step-access';

/** Words of a model are cut here; the whole stands beside the story. */
const LONGEST_REASONING = 240;

/** Who started it, what has been done since, why the call is asked for (or what became of it). */
export function storyOf(state: RunState, stepNumber: number): string[] {
  const step = findStep(state, stepNumber);
  const lines = [startLine(state), doneLine(state, stepNumber)];
  if (step !== undefined && isToolStep(step)) lines.push(callLine(step));
  return lines;
}

function startLine({ startedBy, trigger, agent }: RunState): string {
  if (trigger.kind === 'compensation')
    return `${startedBy.label} undoes what ${agent} did in run ${trigger.of}.`;
  const how = trigger.kind === 'form' ? 'from the form' : 'through the API';
  return `${startedBy.label} started ${agent} ${how}.`;
}

type Told = { succeeded: number; failed: number; refused: number };

function doneLine(state: RunState, before: number): string {
  const told = new Map<string, Told>();
  for (const step of state.steps) {
    if (!isToolStep(step) || step.step >= before) continue;
    const known = told.get(step.tool) ?? { succeeded: 0, failed: 0, refused: 0 };
    if (step.status === 'succeeded') known.succeeded += 1;
    else if (step.status === 'failed') known.failed += 1;
    else if (step.status === 'denied' || step.status === 'rejected') known.refused += 1;
    else continue;
    told.set(step.tool, known);
  }
  const parts = [...told].flatMap(([tool, { succeeded, failed, refused }]) => [
    ...(succeeded > 0 ? [`${tool} answered${times(succeeded)}`] : []),
    ...(failed > 0 ? [`${tool} failed${times(failed)}`] : []),
    ...(refused > 0 ? [`${tool} was not allowed${times(refused)}`] : []),
  ]);
  return parts.length === 0 ? 'Nothing was called before.' : `${parts.join(', ')}.`;
}

function times(count: number): string {
  if (count === 1) return '';
  return count === 2 ? ' twice' : ` ${count} times`;
}

function callLine({ tool, decision, status, error }: ToolStepState): string {
  if (status === 'unknown' || status === 'in_doubt')
    return `${tool} was sent and no answer says whether it happened${error === null ? '' : `: ${error.message.replace(/\.$/, '')}`}.`;
  const { confidence, reasoning } = decision;
  const how = confidence === null ? 'without saying how sure it is' : `with confidence ${confidence}`;
  const why = reasoning === null ? '.' : `: ${shortened(reasoning)}`;
  return `The agent asks for ${tool} ${how}${why}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_REASONING ? line : `${line.slice(0, LONGEST_REASONING - 1).trimEnd()}…`;
}

// Knows how tool_choice and parallel_tool_calls bind an answer, whatever its script had in mind.
import type { ChatRequest } from './chat-request';
import { dottedName } from './conversation';
import { finishWith } from './finish';
import { isObject } from './json-in-text';
import { sampleFromSchema } from './sample-from-schema';
import type { Answer, OfferedTool, Turn } from './script';
import { answerWith, type Decision, findTool } from './tool-calls';

const FORCED: Decision = {
  confidence: 0.6,
  reasoning: 'The request leaves me no other choice than this tool.',
  alternatives: [],
};

/** With `tool_choice: "none"` a script sees no tools at all. */
export function offeredTools(request: ChatRequest): OfferedTool[] {
  if (request.tool_choice === 'none') return [];
  return (request.tools ?? []).map(({ function: tool }) => ({
    wireName: tool.name,
    name: dottedName(tool.name),
    parameters: tool.parameters ?? {},
  }));
}

function sampleCall(tool: OfferedTool): Answer {
  const sample = sampleFromSchema({ type: 'object', ...tool.parameters });
  return answerWith({
    wireName: tool.wireName,
    argumentsJson: JSON.stringify(isObject(sample) ? sample : {}),
  });
}

function requireCall(answer: Answer, turn: Turn): Answer {
  const first = turn.tools[0];
  if (answer.calls.length > 0 || first === undefined) return answer;
  const message = answer.text ?? '';
  if (findTool(turn, 'finish')) {
    return finishWith(turn, { output: { answer: message }, message, decision: FORCED });
  }
  return sampleCall(first);
}

function requireNamed(answer: Answer, turn: Turn, wireName: string): Answer {
  const calls = answer.calls.filter((call) => call.wireName === wireName);
  if (calls.length > 0) return { ...answer, calls };
  const tool = turn.tools.find((candidate) => candidate.wireName === wireName);
  return tool ? sampleCall(tool) : answer;
}

export function bindAnswer(answer: Answer, request: ChatRequest, turn: Turn): Answer {
  const choice = request.tool_choice;
  let bound = answer;
  if (choice === 'required') bound = requireCall(answer, turn);
  else if (typeof choice === 'object') bound = requireNamed(answer, turn, choice.function.name);
  return request.parallel_tool_calls === false ? { ...bound, calls: bound.calls.slice(0, 1) } : bound;
}

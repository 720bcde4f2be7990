// Knows the ways in which a model's answer itself goes wrong; leaves an answer without calls as it is.
import type { FaultKind } from '../faults/fault-rule';
import { isObject } from './json-in-text';
import type { Answer, ScriptedCall, Turn } from './script';
import { repeatedCall } from './scripts/loop';

function wrongArguments(call: ScriptedCall): ScriptedCall {
  const parsed: unknown = JSON.parse(call.argumentsJson);
  const args = isObject(parsed) ? { ...parsed } : {};
  const missed = Object.keys(args).find((name) => name !== '_decision');
  if (missed !== undefined) delete args[missed];
  return { ...call, argumentsJson: JSON.stringify({ ...args, unexpected_argument: true }) };
}

function malformedArguments(call: ScriptedCall): ScriptedCall {
  return { ...call, argumentsJson: call.argumentsJson.slice(0, Math.ceil(call.argumentsJson.length / 2)) };
}

function unknownTool(call: ScriptedCall): ScriptedCall {
  return { ...call, wireName: `${call.wireName}_unknown`.slice(-64) };
}

function alterFirst(answer: Answer, alter: (call: ScriptedCall) => ScriptedCall): Answer {
  const [first, ...others] = answer.calls;
  return first ? { ...answer, calls: [alter(first), ...others] } : answer;
}

export function faultyAnswer(answer: Answer, fault: FaultKind | null, turn: Turn): Answer {
  switch (fault) {
    case 'wrong_arguments':
      return alterFirst(answer, wrongArguments);
    case 'malformed_arguments':
      return alterFirst(answer, malformedArguments);
    case 'unknown_tool':
      return alterFirst(answer, unknownTool);
    case 'loop': {
      const call = repeatedCall(turn);
      return call ? { text: null, calls: [call] } : answer;
    }
    default:
      return answer;
  }
}

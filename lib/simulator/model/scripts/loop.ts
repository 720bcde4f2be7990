// Knows a model that never comes to an end: the same call, word for word, for ever.
import { z } from 'zod';
import { readTaskInput } from '../conversation';
import { isObject } from '../json-in-text';
import { sampleFromSchema } from '../sample-from-schema';
import type { Answer, OfferedTool, Script, ScriptedCall, Turn } from '../script';
import { answerWith, callOf, propertiesOf } from '../tool-calls';

/** Optional: which tool to call, and with what. Else the first tool that does not end the run, with samples. */
const inputSchema = z.looseObject({
  tool: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
});

function toolToRepeat(turn: Turn, name: string | undefined): OfferedTool | undefined {
  return turn.tools.find((tool) => tool.name === name) ?? turn.tools.find((tool) => tool.name !== 'finish');
}

/** The call that is made again: the last one of the conversation, else a first one. */
export function repeatedCall(turn: Turn): ScriptedCall | null {
  const last = turn.conversation.calls.at(-1);
  if (last) return { wireName: last.wireName, argumentsJson: last.argumentsJson };
  const input = readTaskInput(turn.conversation, inputSchema);
  const tool = toolToRepeat(turn, input?.tool);
  if (!tool) return null;
  const { _decision, ...properties } = propertiesOf(tool.parameters);
  const sample = sampleFromSchema({ ...tool.parameters, properties });
  const { _decision: unasked, ...args } = input?.arguments ?? (isObject(sample) ? sample : {});
  return callOf(turn, tool, args, {
    confidence: 0.85,
    reasoning: 'I need to look at this once more before I can go on.',
    alternatives: [],
  });
}

export const loopScript: Script = (turn): Answer => {
  const call = repeatedCall(turn);
  return call ? answerWith(call) : { text: turn.conversation.lastUserText, calls: [] };
};

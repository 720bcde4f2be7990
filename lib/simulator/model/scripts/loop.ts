// Knows a model that never comes to an end: the same call, word for word, or the same with a number that rises, for ever.
import { z } from 'zod';
import { readTaskInput } from '../conversation';
import { isObject } from '../json-in-text';
import { sampleFromSchema } from '../sample-from-schema';
import type { Answer, OfferedTool, Script, ScriptedCall, Turn } from '../script';
import { answerWith, callOf, propertiesOf } from '../tool-calls';

/**
 * Optional: which tool to call, and with what. Else the first tool that does not end the run, with samples. `counting` names an argument at whose end
 * each call puts its number, so that no two are the same.
 */
const inputSchema = z.looseObject({
  tool: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  counting: z.string().optional(),
});

function toolToRepeat(turn: Turn, name: string | undefined): OfferedTool | undefined {
  return turn.tools.find((tool) => tool.name === name) ?? turn.tools.find((tool) => tool.name !== 'finish');
}

/** The call that is made again: the last one of the conversation, else a first one; null where no tool is on offer. */
export function repeatedCall(turn: Turn): ScriptedCall | null {
  if (turn.tools.length === 0) return null;
  const { calls } = turn.conversation;
  const last = calls.at(-1);
  const input = readTaskInput(turn.conversation, inputSchema);
  const counting = input?.counting;
  if (last && counting === undefined) return { wireName: last.wireName, argumentsJson: last.argumentsJson };
  const tool = toolToRepeat(turn, input?.tool);
  if (!tool) return null;
  const { _decision, ...properties } = propertiesOf(tool.parameters);
  const sample = sampleFromSchema({ ...tool.parameters, properties });
  const { _decision: unasked, ...args } = input?.arguments ?? (isObject(sample) ? sample : {});
  const counted = counting === undefined ? {} : { [counting]: `${args[counting] ?? ''}-${calls.length + 1}` };
  return callOf(
    turn,
    tool,
    { ...args, ...counted },
    {
      confidence: 0.85,
      reasoning: 'I need to look at this once more before I can go on.',
      alternatives: [],
    },
  );
}

export const loopScript: Script = (turn): Answer => {
  const call = repeatedCall(turn);
  return call ? answerWith(call) : { text: 'I went on and on, and came to no end.', calls: [] };
};

// Knows the plainest model: it says back what it was told.
import { finishWith } from '../finish';
import { isObject } from '../json-in-text';
import { sampleFromSchema } from '../sample-from-schema';
import type { Script } from '../script';
import { findTool, propertiesOf } from '../tool-calls';

/** Ends at once with the last user message; an output schema is filled with samples around it. */
export const echoScript: Script = (turn) => {
  const text = turn.conversation.lastUserText;
  const finish = findTool(turn, 'finish');
  const schema = finish ? propertiesOf(finish.parameters).output : turn.responseSchema;
  const sample = isObject(schema) ? sampleFromSchema(schema) : {};
  return finishWith(turn, {
    output: { ...(isObject(sample) ? sample : {}), answer: text },
    message: text,
    decision: { confidence: 0.99, reasoning: 'I was asked to say it back.', alternatives: [] },
  });
};

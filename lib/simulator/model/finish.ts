// Knows how a script ends: by the finish tool where it is on offer, else by text; refuses fields nobody declared.
import type { JsonSchema } from './chat-request';
import { isObject } from './json-in-text';
import type { Answer, Turn } from './script';
import { answerWith, callOf, type Decision, findTool, propertiesOf } from './tool-calls';

export interface Ending {
  output: Record<string, unknown>;
  /** The same in words: the answer where the agent declares no other output. */
  message: string;
  decision: Decision;
}

function allowsNull(property: unknown): boolean {
  if (!isObject(property)) return false;
  const { type, anyOf } = property;
  if (Array.isArray(type)) return type.includes('null');
  return type === 'null' || (Array.isArray(anyOf) && anyOf.some(allowsNull));
}

/** The part of an output that a schema declares; `answer` takes the message, a missing nullable field null. */
export function fitOutput({ output, message }: Ending, schema: unknown): unknown {
  if (!isObject(schema)) return { answer: message };
  if (schema.type === 'string') return message;
  const declared = propertiesOf(schema);
  if (Object.keys(declared).length === 0) return output;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fitted: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(declared)) {
    if (Object.hasOwn(output, name)) fitted[name] = output[name];
    else if (name === 'answer') fitted[name] = message;
    else if (required.includes(name) && allowsNull(property)) fitted[name] = null;
  }
  return fitted;
}

function textAnswer(ending: Ending, responseSchema: JsonSchema | null): Answer {
  if (responseSchema === null) return { text: ending.message, calls: [] };
  return { text: JSON.stringify(fitOutput(ending, responseSchema)), calls: [] };
}

export function finishWith(turn: Turn, ending: Ending): Answer {
  const finish = findTool(turn, 'finish');
  if (finish === undefined) return textAnswer(ending, turn.responseSchema);
  const output = fitOutput(ending, propertiesOf(finish.parameters).output);
  return answerWith(callOf(turn, finish, { output }, ending.decision));
}

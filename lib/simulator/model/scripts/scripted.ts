// Knows how to play a sequence of answers that the task itself carries; refuses a sequence it can't read.
import { z } from 'zod';
import { Refusal } from '../../http/refusal';
import type { Conversation } from '../conversation';
import { finishWith } from '../finish';
import { isObject, jsonObjectsIn } from '../json-in-text';
import type { Answer, OfferedTool, Script, ScriptedCall, Turn } from '../script';
import { answerWith, callOf, type Decision, findTool } from '../tool-calls';

const decisionSchema = z.strictObject({
  confidence: z.number().min(0).max(1).default(0.9),
  reasoning: z.string().default('The script says so.'),
  alternatives: z.array(z.strictObject({ tool: z.string(), reason: z.string() })).default([]),
});

const callSchema = z.strictObject({
  /** Dotted or as on the wire; a name that is not on offer is called all the same. */
  name: z.string().min(1),
  /** An object, or a text that is sent as it stands: malformed JSON if need be. */
  arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
  /** False leaves `_decision` out although the tool asks for it. */
  decision: z.union([z.literal(false), decisionSchema]).optional(),
});

const answerSchema = z.strictObject({
  text: z.string().optional(),
  toolCalls: z.array(callSchema).min(1).optional(),
  /** Ends by the finish tool, or by text where it is not on offer. */
  output: z.record(z.string(), z.unknown()).optional(),
  /** Confidence and reasons of `output`. */
  decision: decisionSchema.optional(),
});
type ScriptedAnswer = z.infer<typeof answerSchema>;

const stepSchema = answerSchema.extend({
  /** How many answers in a row are this one. */
  repeat: z.union([z.int().positive(), z.literal('forever')]).default(1),
  /** What to answer instead where the user speaks again because the last answer did not do. */
  reprompted: answerSchema.optional(),
});
type Step = z.infer<typeof stepSchema>;

/** Loose: the script may stand beside other fields of the agent's input. */
const carrierSchema = z.looseObject({ script: z.array(stepSchema).min(1) });

function readScript(conversation: Conversation): Step[] {
  const texts = [conversation.firstUserText, conversation.instructions];
  for (const candidate of texts.flatMap(jsonObjectsIn).flatMap((found) => [found, found.input])) {
    if (!isObject(candidate) || !Object.hasOwn(candidate, 'script')) continue;
    const result = carrierSchema.safeParse(candidate);
    if (result.success) return result.data.script;
    throw new Refusal(400, 'invalid_script', `The script can't be read. ${z.prettifyError(result.error)}`);
  }
  throw new Refusal(400, 'no_script', 'The first user or system message carries no {"script": [...]}.');
}

/** The step of a turn (from 1), or undefined after the last one. */
function stepOf(steps: readonly Step[], turn: number): Step | undefined {
  let left = turn;
  for (const step of steps) {
    if (step.repeat === 'forever' || left <= step.repeat) return step;
    left -= step.repeat;
  }
  return undefined;
}

const DEFAULT_DECISION: Decision = decisionSchema.parse({});

/** Undeclared arguments are the script's own wish: the schema is opened, so that they pass. */
function openCall(turn: Turn, tool: OfferedTool, args: Record<string, unknown>, decision: Decision) {
  const parameters = { ...tool.parameters, additionalProperties: true };
  return callOf(turn, { ...tool, parameters }, args, decision);
}

function scriptedCall(turn: Turn, given: z.infer<typeof callSchema>): ScriptedCall {
  const { name, arguments: args, decision } = given;
  const tool = findTool(turn, name) ?? turn.tools.find((candidate) => candidate.wireName === name);
  const wireName = tool?.wireName ?? name.replaceAll('.', '__');
  if (typeof args === 'string') return { wireName, argumentsJson: args };
  if (tool === undefined || decision === false || Object.hasOwn(args, '_decision')) {
    return { wireName, argumentsJson: JSON.stringify(args) };
  }
  return openCall(turn, tool, args, decision ?? DEFAULT_DECISION);
}

function end(turn: Turn, output: Record<string, unknown>, step: ScriptedAnswer): Answer {
  const decision = step.decision ?? DEFAULT_DECISION;
  const finish = findTool(turn, 'finish');
  // Not fitted to the agent's schema: a script may end with an output that is refused.
  if (finish) return answerWith(openCall(turn, finish, { output }, decision));
  const answer = output.answer ?? output.message;
  const message = step.text ?? (typeof answer === 'string' ? answer : JSON.stringify(output));
  return { text: turn.responseSchema === null ? message : JSON.stringify(output), calls: [] };
}

function play(turn: Turn, step: ScriptedAnswer): Answer {
  if (step.output !== undefined) return end(turn, step.output, step);
  return { text: step.text ?? null, calls: (step.toolCalls ?? []).map((call) => scriptedCall(turn, call)) };
}

export const scriptedScript: Script = (turn) => {
  const step = stepOf(readScript(turn.conversation), turn.conversation.turn);
  if (step === undefined) {
    const message = 'The script is at its end.';
    return finishWith(turn, { output: { answer: message }, message, decision: DEFAULT_DECISION });
  }
  return play(turn, turn.conversation.reprompted && step.reprompted ? step.reprompted : step);
};

// From what a model answered to calls, an end, or the list of what is wrong with it. Pure; fills in nothing that the model left out.
import {
  type Alternative,
  type DecisionRecord,
  recordOf,
  type StatedDecision,
  statedDecision,
} from '@/lib/domain/decision';
import type { Problem } from '@/lib/domain/errors';
import type { ProposedCall } from '@/lib/domain/journal-payload';
import { isJsonObject, type JsonObject, type JsonSchemaDocument, type JsonValue } from '@/lib/domain/json';
import { toolNameFromWire } from '@/lib/domain/names';
import { FINISH_TOOL, type ToolVersion } from '@/lib/domain/tool';
import type { AnsweredCall, ModelAnswer } from '@/lib/ports/model-client';
import type { SchemaValidator } from '@/lib/ports/schema-validator';
import { DECISION_MEMBER } from './offered-tools';

export type ReadAnswer =
  | { readonly kind: 'calls'; readonly calls: ProposedCall[] }
  | { readonly kind: 'finish'; readonly output: JsonValue; readonly decision: DecisionRecord }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export type AnswerFacts = {
  readonly answer: ModelAnswer;
  readonly tools: readonly ToolVersion[];
  readonly outputSchema: JsonSchemaDocument;
  /** Plain text is an end only where no schema was declared for the output. */
  readonly textMayFinish: boolean;
  /** The step number of the first call. */
  readonly firstStep: number;
  readonly schemas: SchemaValidator;
};

export function readAnswer(facts: AnswerFacts): ReadAnswer {
  const { calls } = facts.answer;
  if (calls.length === 0) return readText(facts);
  const finish = calls.find((call) => call.tool === FINISH_TOOL);
  if (finish !== undefined) {
    if (calls.length === 1) return readFinish(finish, facts);
    return invalid('/calls', `${FINISH_TOOL} stands alone: make the other calls first, then finish.`);
  }
  const read = calls.map((call, i) => readCall(call, i, facts));
  const problems = read.flatMap((one) => ('problems' in one ? one.problems : []));
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'calls', calls: read.flatMap((one) => ('problems' in one ? [] : [one])) };
}

function readText({ answer, textMayFinish }: AnswerFacts): ReadAnswer {
  const text = answer.text?.trim() ?? '';
  if (text === '') return invalid('/', `The answer is empty. Call a tool, or ${FINISH_TOOL}.`);
  if (answer.finishReason === 'length') return invalid('/text', 'The answer was cut off. Be shorter.');
  if (!textMayFinish)
    return invalid('/calls', `Text alone is no output. Call ${FINISH_TOOL} with the output.`);
  return { kind: 'finish', output: { answer: text }, decision: recordOf(FINISH_TOOL, null) };
}

function readFinish(call: AnsweredCall, facts: AnswerFacts): ReadAnswer {
  const path = '/calls/0/arguments';
  const args = objectArguments(call, path);
  if ('problems' in args) return { kind: 'invalid', problems: args.problems };
  const { output } = args.value;
  if (output === undefined) return invalid(`${path}/output`, 'is missing');
  const problems = facts.schemas.validate(facts.outputSchema, output);
  if (problems.length > 0) return { kind: 'invalid', problems: below(`${path}/output`, problems) };
  return { kind: 'finish', output, decision: recordOf(FINISH_TOOL, args.decision) };
}

function readCall(
  call: AnsweredCall,
  index: number,
  facts: AnswerFacts,
): ProposedCall | { readonly problems: readonly Problem[] } {
  const name = toolNameFromWire(call.tool);
  const tool = facts.tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const offered = [...facts.tools.map((one) => one.name), FINISH_TOOL].join(', ');
    return {
      problems: [
        { path: `/calls/${index}/tool`, message: `There is no tool ${name}. There are: ${offered}.` },
      ],
    };
  }
  const path = `/calls/${index}/arguments`;
  const args = objectArguments(call, path);
  if ('problems' in args) return args;
  const problems = facts.schemas.validate(tool.definition.inputSchema, args.value);
  if (problems.length > 0) return { problems: below(path, problems) };
  return {
    callId: call.callId,
    step: facts.firstStep + index,
    tool: name,
    arguments: args.value,
    decision: recordOf(name, args.decision),
  };
}

type ReadArguments = { readonly value: JsonObject; readonly decision: StatedDecision | null };

function objectArguments(
  call: AnsweredCall,
  path: string,
): ReadArguments | { readonly problems: readonly Problem[] } {
  if (call.malformed) return { problems: [{ path, message: 'is not valid JSON' }] };
  if (!isJsonObject(call.arguments)) return { problems: [{ path, message: 'must be an object' }] };
  const { [DECISION_MEMBER]: stated, ...value } = call.arguments;
  return { value: value as JsonObject, decision: readDecision(stated) }; // safe because a member was taken out of a JsonObject
}

/** Each part stands for itself: one that does not fit counts as not stated, and the others are kept. */
function readDecision(stated: JsonValue | undefined): StatedDecision | null {
  if (!isJsonObject(stated)) return null;
  const { confidence, reasoning, alternatives } = statedDecision.shape;
  const sure = confidence.safeParse(stated.confidence);
  const why = reasoning.safeParse(stated.reasoning);
  const others = alternatives.safeParse(stated.alternatives);
  return {
    ...(sure.data === undefined ? {} : { confidence: sure.data }),
    ...(why.data === undefined ? {} : { reasoning: why.data }),
    ...(others.data === undefined ? {} : { alternatives: others.data.map(asNamedHere) }),
  };
}

/** The model knows its tools by the names it was offered; people know them by their own. */
const asNamedHere = ({ tool, reason }: Alternative): Alternative => ({
  tool: toolNameFromWire(tool),
  reason,
});

function below(path: string, problems: readonly Problem[]): Problem[] {
  return problems.map((one) => ({
    path: one.path === '' || one.path === '/' ? path : `${path}${one.path}`,
    message: one.message,
  }));
}

function invalid(path: string, message: string): ReadAnswer {
  return { kind: 'invalid', problems: [{ path, message }] };
}

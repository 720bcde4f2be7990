// Knows an agent as most are built: the same model, prompt, tools and retries through the same SDK, and nothing around them. Refuses no call.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  generateText,
  jsonSchema,
  type LanguageModelMiddleware,
  stepCountIs,
  type ToolSet,
  tool,
  wrapLanguageModel,
} from 'ai';
import type { JsonObject } from '../../domain/json';
import { FINISH_TOOL, requestOf, type ToolDefinition } from '../../domain/tool';
import { type CallAttempt, type CallClock, callWithRetries } from './retrying-call';

export interface UnprotectedAgent {
  readonly prompt: string;
  /** `https://host/v1` */
  readonly baseUrl: string;
  readonly modelId: string;
  /** By name; headers are left out, the simulator on the side asks for no key. */
  readonly tools: ReadonlyMap<string, ToolDefinition>;
  readonly maxSteps: number;
}

export type ObservedCall =
  | {
      readonly kind: 'model';
      readonly startedMs: number;
      readonly finishedMs: number;
      readonly calls: readonly string[];
    }
  | {
      readonly kind: 'tool';
      readonly tool: string;
      readonly effect: boolean;
      readonly args: Readonly<Record<string, unknown>>;
      readonly attempt: CallAttempt;
    };

export interface UnprotectedOutcome {
  readonly finished: boolean;
  /** What it gave to the finish tool, or its last words. */
  readonly output: unknown;
}

const dotted = (wireName: string) => wireName.replaceAll('__', '.');

/** Resolves when the model finishes, or rejects with what the SDK could not get over. */
export async function runUnprotectedAgent(
  agent: UnprotectedAgent,
  input: JsonObject,
  clock: CallClock,
  observe: (call: ObservedCall) => void,
): Promise<UnprotectedOutcome> {
  const provider = createOpenAICompatible({ name: 'simulator', baseURL: agent.baseUrl });
  const answer = await generateText({
    model: wrapLanguageModel({ model: provider.chatModel(agent.modelId), middleware: timed(clock, observe) }),
    system: agent.prompt,
    prompt: JSON.stringify(input),
    tools: toolsOf(agent, clock, observe),
    stopWhen: stepCountIs(agent.maxSteps),
    maxRetries: 2,
  });
  const finish = answer.toolCalls.find(({ toolName }) => toolName === FINISH_TOOL);
  return { finished: finish !== undefined, output: finish?.input ?? answer.text };
}

function toolsOf(agent: UnprotectedAgent, clock: CallClock, observe: (call: ObservedCall) => void): ToolSet {
  const offered = [...agent.tools].map(([name, definition]) => {
    const effect = definition.effect !== 'read';
    const made = tool({
      description: definition.description,
      inputSchema: schemaOf(definition.inputSchema),
      execute: (args: JsonObject) =>
        callWithRetries(
          { http: requestOf(definition), args, timeoutMs: definition.timeoutMs, retry: definition.retry },
          clock,
          (attempt) => observe({ kind: 'tool', tool: name, effect, args, attempt }),
        ),
    });
    return [name.replaceAll('.', '__'), made] as const;
  });
  // Without `execute` the SDK's loop ends at this call.
  const finish = tool({
    description: 'End the task with its output.',
    inputSchema: schemaOf({
      type: 'object',
      properties: { output: { type: 'object' } },
      required: ['output'],
    }),
  });
  const all: [string, unknown][] = [
    ...offered.map(([name, made]): [string, unknown] => [name, made]),
    [FINISH_TOOL, finish],
  ];
  return Object.fromEntries(all) as ToolSet; // safe because only exactOptionalPropertyTypes parts a tool without `execute` from Tool
}

function schemaOf(document: JsonObject) {
  return jsonSchema<JsonObject>(document as Parameters<typeof jsonSchema>[0]); // safe because it is a JSON Schema
}

function timed(clock: CallClock, observe: (call: ObservedCall) => void): LanguageModelMiddleware {
  return {
    specificationVersion: 'v3',
    async wrapGenerate({ doGenerate }) {
      const startedMs = clock.now();
      const result = await doGenerate();
      const calls = result.content.flatMap((part) =>
        part.type === 'tool-call' ? [dotted(part.toolName)] : [],
      );
      observe({ kind: 'model', startedMs, finishedMs: clock.now(), calls });
      return result;
    },
  };
}

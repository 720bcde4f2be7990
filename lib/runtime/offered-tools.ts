// What the model is offered: each granted tool with `_decision` in its schema, and `finish`.
import type { AgentDefinition } from '@/lib/domain/agent';
import { isJsonObject, type JsonObject, type JsonSchemaDocument } from '@/lib/domain/json';
import type { ContextMessage } from '@/lib/domain/message';
import { wireToolName } from '@/lib/domain/names';
import { FINISH_TOOL, type ToolVersion } from '@/lib/domain/tool';
import type { OfferedTool } from '@/lib/ports/model-client';

export const DECISION_MEMBER = '_decision';

const DECISION_SCHEMA: JsonSchemaDocument = {
  type: 'object',
  description: 'Why this call: filled in for every call.',
  properties: {
    confidence: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'How sure you are that this call is right.',
    },
    reasoning: { type: 'string', description: 'One or two sentences.' },
    alternatives: {
      type: 'array',
      description: 'What else you considered.',
      items: {
        type: 'object',
        properties: { tool: { type: 'string' }, reason: { type: 'string' } },
        required: ['tool', 'reason'],
        additionalProperties: false,
      },
    },
  },
  required: ['confidence', 'reasoning', 'alternatives'],
  additionalProperties: false,
};

const PLAIN_OUTPUT: JsonSchemaDocument = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
};

/** The schema that the agent's final output has to fit. */
export function outputSchemaOf(agent: AgentDefinition): JsonSchemaDocument {
  return agent.outputSchema ?? PLAIN_OUTPUT;
}

export function offeredTools(agent: AgentDefinition, tools: readonly ToolVersion[]): OfferedTool[] {
  const granted = tools.map(({ name, definition }) => ({
    name: wireToolName(name),
    description: definition.description,
    inputSchema: withDecision(definition.inputSchema),
  }));
  return [...granted, finishTool(agent)];
}

/** Each model call sends the whole conversation: what was said is translated once. Messages never change. */
const translated = new WeakMap<ContextMessage, ContextMessage>();

/** Providers want function names without dots; the conversation keeps the real ones. */
export function wireMessage(message: ContextMessage): ContextMessage {
  const known = translated.get(message);
  if (known !== undefined) return known;
  const wire = withWireNames(message);
  translated.set(message, wire);
  return wire;
}

function withWireNames(message: ContextMessage): ContextMessage {
  switch (message.role) {
    case 'user':
      return message;
    case 'assistant':
      return { ...message, calls: message.calls.map((call) => ({ ...call, tool: wireToolName(call.tool) })) };
    case 'tool':
      return { ...message, tool: wireToolName(message.tool) };
  }
}

function finishTool(agent: AgentDefinition): OfferedTool {
  // References inside the output schema point at its root, so its definitions move to the root of this one.
  const { $schema: _dialect, $defs, definitions, ...output } = outputSchemaOf(agent);
  const inputSchema: JsonObject = {
    type: 'object',
    properties: { output },
    required: ['output'],
    additionalProperties: false,
    ...($defs === undefined ? {} : { $defs }),
    ...(definitions === undefined ? {} : { definitions }),
  };
  return {
    name: FINISH_TOOL,
    description: 'Ends the task and hands over its output. Call it alone.',
    inputSchema: withDecision(inputSchema),
  };
}

function withDecision(schema: JsonSchemaDocument): JsonSchemaDocument {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    type: 'object',
    properties: { ...properties, [DECISION_MEMBER]: DECISION_SCHEMA },
    required: [...required, DECISION_MEMBER],
  };
}

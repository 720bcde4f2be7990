// The conversation in the SDK's words; tool names as they may stand on the wire.
import { type AssistantContent, jsonSchema, type ModelMessage, type ToolSet, tool } from 'ai';
import type { ContextMessage } from '../../domain/message';
import { wireToolName } from '../../domain/names';
import type { OfferedTool } from '../../ports/model-client';

type ToolResultMessage = Extract<ContextMessage, { role: 'tool' }>;
type AssistantMessage = Extract<ContextMessage, { role: 'assistant' }>;

function assistantContent(message: AssistantMessage): AssistantContent {
  const text = message.text === null || message.text === '' ? [] : [message.text];
  return [
    ...text.map((words) => ({ type: 'text' as const, text: words })),
    ...message.calls.map((call) => ({
      type: 'tool-call' as const,
      toolCallId: call.callId,
      toolName: wireToolName(call.tool),
      input: call.arguments,
    })),
  ];
}

function resultOutput({ content, isError }: ToolResultMessage) {
  if (typeof content === 'string') {
    return { type: isError ? ('error-text' as const) : ('text' as const), value: content };
  }
  return { type: isError ? ('error-json' as const) : ('json' as const), value: content };
}

function sdkMessage(message: ContextMessage): ModelMessage {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'assistant':
      return { role: 'assistant', content: assistantContent(message) };
    case 'tool':
      return {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: message.callId,
            toolName: wireToolName(message.tool),
            output: resultOutput(message),
          },
        ],
      };
  }
}

export function sdkMessages(messages: readonly ContextMessage[]): ModelMessage[] {
  return messages.map(sdkMessage);
}

/** Tools without `execute`: the SDK hands their calls back instead of making them, and checks no schema. */
export function sdkTools(tools: readonly OfferedTool[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [
      wireToolName(name),
      tool({ description, inputSchema: jsonSchema(inputSchema) }),
    ]),
  );
}

// Knows the HTTP face of the scripted model server: chat completions and models, on OpenAI's wire format.
import type { FaultDesk } from '../faults/fault-desk';
import type { Facts } from '../faults/fault-rule';
import { requireBearer } from '../http/bearer';
import { parseInput } from '../http/read-body';
import { json, type Reply } from '../http/reply';
import type { Route } from '../http/router';
import {
  type ChatRequest,
  chatRequestSchema,
  requirePairedToolMessages,
  requireToolsForChoice,
} from './chat-request';
import { type Completion, completionEvents, wholeCompletion } from './completion';
import { type Conversation, readConversation } from './conversation';
import { isObject, jsonObjectsIn } from './json-in-text';
import { findModel, MODELS_CREATED_AT, SCRIPTED_MODELS, type ScriptedModel } from './model-registry';
import type { ModelServer } from './model-server';

function modelView(name: string) {
  return { id: name, object: 'model', created: Math.floor(MODELS_CREATED_AT / 1000), owned_by: 'simulator' };
}

/** What a rule can match: model, turn, and the plain fields of the task's input as `input.<name>`. */
function requestFacts(model: ScriptedModel, conversation: Conversation): Facts {
  const facts: Facts = { model: model.name, turn: conversation.turn, input: conversation.firstUserText };
  const [first] = jsonObjectsIn(conversation.firstUserText);
  const input = isObject(first?.input) ? first.input : (first ?? {});
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      facts[`input.${name}`] = value;
    }
  }
  return facts;
}

function completionReply(request: ChatRequest, completion: Completion): Reply {
  if (request.stream !== true) return json(200, wholeCompletion(completion));
  const includeUsage = request.stream_options?.include_usage === true;
  return { kind: 'events', events: completionEvents(completion, includeUsage) };
}

/** With a key, every request must carry it as a bearer token. */
export function modelRoutes(server: ModelServer, desk: FaultDesk, key: string | null): Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/chat/completions',
      handle: ({ headers, body }) => {
        requireBearer(headers, key);
        const request = parseInput(chatRequestSchema, body);
        const model = findModel(request.model);
        requireToolsForChoice(request);
        requirePairedToolMessages(request.messages);
        const conversation = readConversation(request.messages);
        return desk.serve({
          service: 'model',
          route: 'chat_completions',
          // The same turn of the same task, so that a retry is the next occurrence of one intent.
          intent: JSON.stringify([model.name, conversation.turn, conversation.firstUserText]),
          facts: requestFacts(model, conversation),
          act: (fault) =>
            completionReply(request, server.complete(request, model, conversation, fault?.fault ?? null)),
        });
      },
    },
    {
      method: 'GET',
      path: '/v1/models',
      handle: ({ headers }) => {
        requireBearer(headers, key);
        const act = () =>
          json(200, { object: 'list', data: SCRIPTED_MODELS.map(({ name }) => modelView(name)) });
        return desk.serve({ service: 'model', route: 'models', intent: 'list', facts: {}, act });
      },
    },
    {
      method: 'GET',
      path: '/v1/models/:id',
      handle: ({ headers, params }) => {
        requireBearer(headers, key);
        return json(200, modelView(findModel(params.id ?? '').name));
      },
    },
  ];
}

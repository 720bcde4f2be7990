// The JSON Schemas of the OpenAPI document, each once under a name; made from the very schemas the doors parse with.
import { z } from 'zod';
import { agentDefinition } from '../domain/agent';
import { jsonValue } from '../domain/json';
import { modelDefinition } from '../domain/model';
import { toolDefinition } from '../domain/tool';
import { alertShape } from './alert';
import { apiKeyShape } from './api-key';
import { approvalCardShape, approvalShape, voteShape } from './approval';
import { approvalEventShape } from './approval-acts';
import { auditEventShape, auditVerdictShape } from './audit';
import { bulkDetail, bulkItem, bulkShape } from './bulk';
import { callbackEvent, callbackShape, deliveryShape } from './callback';
import { channelDeliveryShape, channelShape } from './channel';
import {
  agentShape,
  modelShape,
  putAnswer,
  secretShape,
  secretVersionShape,
  toolShape,
} from './configuration';
import { egressRefusalShape, egressShape } from './egress';
import type { Endpoint } from './endpoint';
import { changeEvent, heartbeatEvent } from './events';
import { aboutShape, settingsShape } from './installation';
import { overviewShape } from './overview';
import { temporaryPassword, userShape } from './people';
import { policiesShape, policyDraftShape, policySimulation, policyVersionShape } from './policy';
import { pricesShape } from './prices';
import { problemDetails } from './problem';
import { runShape } from './run';
import { attemptShape, journalRowShape, stateShape, stepShape } from './run-detail';
import { runFilterBody } from './run-filter';
import { meShape, sessionShape } from './session';
import { savedViewShape } from './view';

export type JsonSchema = Record<string, unknown>;

const NAMED_ANSWERS: Readonly<Record<string, z.ZodType>> = {
  JsonValue: jsonValue,
  Problem: problemDetails,
  Run: runShape,
  RunFilter: runFilterBody,
  Bulk: bulkShape,
  BulkDetail: bulkDetail,
  BulkItem: bulkItem,
  Step: stepShape,
  Attempt: attemptShape,
  JournalRow: journalRowShape,
  RunState: stateShape,
  Approval: approvalShape,
  ApprovalCard: approvalCardShape,
  Vote: voteShape,
  ApprovalEvent: approvalEventShape,
  Alert: alertShape,
  AgentDefinition: agentDefinition,
  ToolDefinition: toolDefinition,
  ModelDefinition: modelDefinition,
  AgentVersion: agentShape,
  ToolVersion: toolShape,
  ModelVersion: modelShape,
  Secret: secretShape,
  PutAnswer: putAnswer,
  Callback: callbackShape,
  CallbackDelivery: deliveryShape,
  CallbackEvent: callbackEvent,
  Channel: channelShape,
  ChannelDelivery: channelDeliveryShape,
  ChangeEvent: changeEvent,
  HeartbeatEvent: heartbeatEvent,
  Overview: overviewShape,
  Me: meShape,
  Session: sessionShape,
  ApiKey: apiKeyShape,
  AuditEvent: auditEventShape,
  AuditVerdict: auditVerdictShape,
  User: userShape,
  TemporaryPassword: temporaryPassword,
  SecretVersion: secretVersionShape,
  Settings: settingsShape,
  Policies: policiesShape,
  PolicyVersion: policyVersionShape,
  PolicyDraft: policyDraftShape,
  PolicySimulation: policySimulation,
  Prices: pricesShape,
  Egress: egressShape,
  EgressRefusal: egressRefusalShape,
  About: aboutShape,
  SavedView: savedViewShape,
};

const uri = (id: string) => `#/components/schemas/${id}`;
const pascal = (id: string) => id.charAt(0).toUpperCase() + id.slice(1);

export type DescribedSchemas = {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly bodyRef: (endpoint: Endpoint) => JsonSchema;
  readonly answerRef: (endpoint: Endpoint) => JsonSchema;
  readonly problemRef: JsonSchema;
};

/** Schemas by name, and the name of each endpoint's body and answer. Bodies are described as they are sent, answers as they come. */
export function describeSchemas(endpoints: readonly Endpoint[]): DescribedSchemas {
  const answers = new Map(Object.entries(NAMED_ANSWERS).map(([name, schema]) => [schema, name]));
  const bodies = new Map<z.ZodType, string>([[jsonValue, 'JsonValue']]);
  for (const { id, body, response } of endpoints) {
    if (body !== undefined && !bodies.has(body)) bodies.set(body, `${pascal(id)}Body`);
    if (response !== undefined && !answers.has(response)) answers.set(response, `${pascal(id)}Answer`);
  }
  const ref = (names: ReadonlyMap<z.ZodType, string>, schema: z.ZodType | undefined): JsonSchema => {
    const name = schema === undefined ? undefined : names.get(schema);
    return name === undefined ? {} : { $ref: uri(name) };
  };
  return {
    schemas: { ...convert(bodies, 'input'), ...convert(answers, 'output') },
    bodyRef: ({ body }) => ref(bodies, body),
    answerRef: ({ response }) => ref(answers, response),
    problemRef: { $ref: uri('Problem') },
  };
}

function convert(names: ReadonlyMap<z.ZodType, string>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri, io, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

/** Without what the document says once for all: the dialect and the schema's own address. */
function bare(schema: object): JsonSchema {
  const { $schema, $id, id, '~standard': standard, ...rest } = schema as JsonSchema; // safe because a JSON Schema document is an object
  return rest;
}

/** The schema of one parameter, written in place. */
export function describeParameter(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** A list may be sent parted by commas or repeated; its schema is what is made of the text, which says what may stand in it. */
export function describeQueryValue(schema: z.ZodType): JsonSchema {
  const read = bare(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  if (read.type === 'array') return { schema: read, style: 'form', explode: false };
  return { schema: describeParameter(schema) };
}

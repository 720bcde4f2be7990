// A tool as a declared, versioned contract; refuses a tool whose effect class and look-up do not fit together.
import { z } from 'zod';
import { breakerSettings } from './breaker';
import { concurrencyLimit } from './bulkhead';
import { compensateWith } from './compensation';
import { eventWait, followUpCap } from './event-wait';
import { hostName } from './host-name';
import { jsonSchemaDocument } from './json';
import { precondition } from './precondition';
import { leadsTo } from './schema-path';
import { sensitiveArguments } from './taint';
import { cacheMs } from './taken-result';
import { toolPrice } from './tool-price';

/**
 * read: changes nothing. idempotent: the receiver honours our key. reconcilable: the receiver can be asked by key whether it
 * happened. unsafe: neither; a lost answer is for a person to settle.
 */
export const EFFECT_CLASSES = ['read', 'idempotent', 'reconcilable', 'unsafe'] as const;
export const effectClass = z.enum(EFFECT_CLASSES);
export type EffectClass = z.infer<typeof effectClass>;

export const riskTier = z.enum(['low', 'medium', 'high']);
export type RiskTier = z.infer<typeof riskTier>;

const httpMethod = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * `url`, header values and string leaves of `bodyTemplate` may hold `{argument.path}` and `{{secret:NAME}}`. Without a body template
 * the arguments are the JSON body (the query for GET and DELETE).
 */
export const httpCall = z.strictObject({
  method: httpMethod,
  url: z.string().min(1).max(2_000),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string().max(2_000)).optional(),
  bodyTemplate: jsonSchemaDocument.optional(),
  /** Hosts that a GET (and the look-up) may be redirected to besides its own, by name without port. Default: none. */
  redirectHosts: z.array(hostName).max(20).optional(),
});
export type HttpCall = z.infer<typeof httpCall>;

/** How to ask whether a call with our key happened; `{key}` stands for the effect key. 404, null and an empty list mean that it did not. */
export const httpLookup = z.strictObject({ method: z.literal('GET'), url: z.string().min(1).max(2_000) });

/** How many retries it is sent by one process: a share of first attempts, and so many a minute at least. Defaults: 0.1 and 60. */
const retryBudget = z.strictObject({
  ratio: z.number().min(0).max(10).optional(),
  minPerMinute: z.number().int().min(1).max(6_000).optional(),
});

export const retryPolicy = z.strictObject({
  maxAttempts: z.number().int().min(1).max(10).default(3),
  baseMs: z.number().int().min(1).max(60_000).default(200),
  capMs: z.number().int().min(1).max(600_000).default(5_000),
  budget: retryBudget.optional(),
});
export type RetryPolicy = z.infer<typeof retryPolicy>;

/** Which fields a kind needs, and which say nothing there. */
const FIELDS_OF_KIND = {
  http: { needed: ['http'], foreign: ['builtin', 'event'] },
  builtin: {
    needed: ['builtin'],
    foreign: [
      'http',
      'lookup',
      'keyTemplate',
      'resourceKey',
      'compensateWith',
      'precondition',
      'amountPath',
      'followUp',
      'price',
      'cacheMs',
      'breaker',
      'concurrency',
      'sensitiveArguments',
    ],
  },
} as const;

export const toolDefinition = z
  .strictObject({
    /** builtin: what the runtime itself can do; nothing is sent. */
    kind: z.enum(['http', 'builtin']),
    description: z.string().min(1).max(2_000),
    inputSchema: jsonSchemaDocument,
    outputSchema: jsonSchemaDocument.optional(),
    effect: effectClass,
    /** Of kind `http`, and only there. */
    http: httpCall.optional(),
    /** Of kind `builtin`: the call waits for an event from outside, described by `event`; or a person is asked what stands in its arguments. */
    builtin: z.enum(['wait_for_event', 'ask_person']).optional(),
    event: eventWait.optional(),
    lookup: httpLookup.optional(),
    /** Business key, e.g. `refund:{order_id}`; deduplicates across runs. Without it the key is `run:step`. */
    keyTemplate: z.string().min(1).max(500).optional(),
    /** What the effect works on, e.g. `ticket:{mail_id}`: effects on one resource never run side by side, whatever tool, agent or run. */
    resourceKey: z.string().min(1).max(500).optional(),
    /** The tool that undoes a call of this one. */
    compensateWith: compensateWith.optional(),
    /** How its target is looked at when a person is asked, and again before it is sent: what changed meanwhile asks anew. */
    precondition: precondition.optional(),
    /** Dotted path of the amount inside the arguments, and its currency unit as it should be read by people. */
    amountPath: z.string().max(200).optional(),
    amountUnit: z.string().max(12).optional(),
    /** The call contacts somebody who may be reminded only so often. */
    followUp: followUpCap.optional(),
    /** What each call costs; held against every budget that applies before it is sent. */
    price: toolPrice.optional(),
    /** Of a read: for so long its result may stand for other calls with the same arguments, of any agent that may make them. */
    cacheMs: cacheMs.optional(),
    timeoutMs: z.number().int().min(50).max(120_000).default(5_000),
    retry: retryPolicy.prefault({}),
    breaker: breakerSettings.optional(),
    /** Calls of it under way at once, in all processes. */
    concurrency: concurrencyLimit.optional(),
    /** Which arguments say whom it reaches, where it goes or what is carried out. Once outsiders' text is in the context, each is held against trusted sources. */
    sensitiveArguments: sensitiveArguments.optional(),
    /** The result may hold text written by outsiders. */
    untrustedOutput: z.boolean().default(false),
    /** What is sent leaves the organisation. */
    externalSink: z.boolean().default(false),
    /** The result holds data that must not leave the organisation. */
    privateData: z.boolean().default(false),
    risk: riskTier.default('low'),
    /** What policies may ask for, say `destructive`. */
    labels: z.record(z.string().max(60), z.string().max(200)).optional(),
  })
  .refine((tool) => tool.effect !== 'reconcilable' || tool.lookup !== undefined, {
    path: ['lookup'],
    message: 'a reconcilable tool needs a look-up by key',
  })
  .refine((tool) => tool.effect !== 'read' || tool.resourceKey === undefined, {
    path: ['resourceKey'],
    message: 'only effects are kept apart: a read holds no resource',
  })
  .refine((tool) => tool.effect === 'read' || tool.cacheMs === undefined, {
    path: ['cacheMs'],
    message: 'only a read is reused: an effect has to happen',
  })
  .superRefine((tool, context) => {
    const report = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const { needed, foreign } = FIELDS_OF_KIND[tool.kind];
    for (const field of needed) if (tool[field] === undefined) report(field, `a ${tool.kind} tool needs it`);
    for (const field of foreign)
      if (tool[field] !== undefined) report(field, `means nothing for a ${tool.kind} tool`);
    if (tool.kind === 'builtin' && tool.effect !== 'read')
      report('effect', 'waiting changes nothing: it must be read');
    if (tool.builtin === 'wait_for_event' && tool.event === undefined)
      report('event', 'says what is waited for');
    if (tool.builtin === 'ask_person') {
      if (tool.event !== undefined) report('event', 'means nothing where a person is asked');
      if (!leadsTo(tool.inputSchema, 'question'))
        report('inputSchema', 'must have question, the text that is asked');
    }
    // A path that is mistyped would protect nothing.
    for (const path of Object.keys(tool.sensitiveArguments ?? {}))
      if (!leadsTo(tool.inputSchema, path))
        context.addIssue({
          code: 'custom',
          path: ['sensitiveArguments', path],
          message: 'names no argument of the input schema',
        });
    if (tool.precondition !== undefined && tool.effect === 'read')
      report('precondition', 'only an effect is bound to its target: a read changes nothing');
    if (tool.followUp !== undefined && tool.effect === 'read') report('followUp', 'a read contacts nobody');
  });
export type ToolDefinition = z.infer<typeof toolDefinition>;

export type ToolVersion = {
  readonly name: string;
  readonly version: number;
  readonly definition: ToolDefinition;
};

/** Host and port of a tool's address, as breakers name it; null where the origin is not written out. */
export function endpointOf(url: string): string | null {
  const origin = /^https?:\/\/[^/?#{}]+/i.exec(url)?.[0];
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}

/** The tool through which a model ends its run; it has no effect outside. */
export const FINISH_TOOL = 'finish';

/** The request of a tool that sends one. @throws Error for a tool that the runtime itself carries out: nobody may send that. */
export function requestOf({ kind, http }: ToolDefinition): HttpCall {
  if (http === undefined) throw new Error(`a ${kind} tool sends no request`);
  return http;
}

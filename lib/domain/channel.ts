// Where people are told of what waits for them: how it is sent, of which events, and when not. Secrets stand in it by name alone.
import { z } from 'zod';
import { alertSeverity } from './alert';
import { resourceName, secretName } from './names';
import { role } from './principal';
import { quietHours } from './quiet-hours';

/**
 * approval.pending: a person is needed. approval.expiring: and little time is left. approval.escalated: nobody decided, others are asked.
 * approval.decided: it waits no more. run.failed: a run ended without its result. alert: something came up that somebody should know.
 */
export const CHANNEL_EVENTS = [
  'approval.pending',
  'approval.expiring',
  'approval.escalated',
  'approval.decided',
  'run.failed',
  'alert',
] as const;
export const channelEvent = z.enum(CHANNEL_EVENTS);
export type ChannelEvent = z.infer<typeof channelEvent>;

/** `test` is sent on demand alone; no channel asks for it. */
export const notifiedEvent = z.enum([...CHANNEL_EVENTS, 'test']);
export type NotifiedEvent = z.infer<typeof notifiedEvent>;

export const CHANNEL_KINDS = ['webhook', 'slack', 'email'] as const;
export const channelKind = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof channelKind>;

const each = <T extends z.ZodType>(item: T, most: number) =>
  z
    .array(item)
    .min(1)
    .max(most)
    .refine((items) => new Set(items).size === items.length, 'must name each once');

/** What is told of what. A rule about something that an event has not is no rule for it: an alert has no role and no labels. */
const routing = {
  events: each(channelEvent, CHANNEL_EVENTS.length),
  /** Approvals that one of these roles may decide; all unless told. */
  roles: each(role, 5).optional(),
  /** Approvals, failed runs and alerts of these agents; all unless told. */
  agents: each(resourceName, 100).optional(),
  /** Approvals and failed runs of runs with all of these labels. */
  labels: z
    .record(z.string().min(1).max(63), z.string().max(200))
    .refine((labels) => Object.keys(labels).length <= 20, 'at most 20')
    .optional(),
  /** Alerts of this severity and above. */
  leastSeverity: alertSeverity.default('warning'),
  quietHours: quietHours.optional(),
  /** Whether messages hold the arguments of a call, without secrets and shortened. */
  includeArguments: z.boolean().default(false),
};

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'a header’s name');
const headerValue = z
  .string()
  .max(1_000)
  .regex(/^[\t\x20-\x7e]*$/, 'printable ASCII alone');
/** One bare address, of characters that need no quoting: what a header or a command could be made of is none of them. */
const mailAddress = z.email().max(254);

const webhook = {
  kind: z.literal('webhook'),
  /** May hold `{{secret:NAME}}` in its path and query. */
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  /** Values may hold `{{secret:NAME}}`. */
  headers: z
    .record(headerName, headerValue)
    .refine((headers) => Object.keys(headers).length <= 20, 'at most 20')
    .optional(),
  /** Signs as callbacks are signed. */
  secretRef: secretName.optional(),
};
/** The secret is the address of an incoming webhook: whoever knows it may post. */
const slack = { kind: z.literal('slack'), secretRef: secretName };
const email = {
  kind: z.literal('email'),
  /** The secret is the server with who signs in there: `smtps://user:password@host:465` or `smtp://…:587`. */
  secretRef: secretName,
  from: mailAddress,
  to: each(mailAddress, 50),
  /** required: nothing is sent without TLS. optional: within private networks it may be; what signs in is sent over TLS alone. */
  tls: z.enum(['required', 'optional']).default('required'),
};

/** A channel's definition with further fields. */
export const channelWith = <T extends z.ZodRawShape>(extra: T) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ ...webhook, ...routing, ...extra }),
    z.strictObject({ ...slack, ...routing, ...extra }),
    z.strictObject({ ...email, ...routing, ...extra }),
  ]);

export const channelDefinition = channelWith({});
export type ChannelDefinition = z.infer<typeof channelDefinition>;
export type ChannelOf<K extends ChannelKind> = Extract<ChannelDefinition, { kind: K }>;

// Where tools, models and callbacks may send something, and what was refused, on the wire.
import { z } from 'zod';
import { egressKind, egressRefusalCode } from '../domain/egress';
import { cursorParam, limitParam, pageOf, timestamp, uuid } from './page';

const caller = z.strictObject({
  kind: egressKind,
  /** Empty: a draft that was tried without a name. */
  name: z.string(),
});

export const allowedHostShape = z.strictObject({
  /** Of a URL: its host; a redirect may lead to a host at any port. */
  host: z.string(),
  port: z.number().int().nullable(),
  /** What it is asked for; where redirects may lead is named apart. */
  use: z.enum(['call', 'look_up', 'redirect']),
  /** name: only what it resolves to at a call decides. private: an address of a private network. refused: no entry opens it. */
  reach: z.enum(['public', 'private', 'name', 'refused']),
  /** The entry of BULKHEAD_PRIVATE_HOSTS that opens it, or names it; null where none does. */
  allowedBy: z.string().nullable(),
});
export type AllowedHostShape = z.infer<typeof allowedHostShape>;

export const egressShape = z.strictObject({
  /** BULKHEAD_PRIVATE_HOSTS as this process read it. */
  privateHosts: z.array(z.string()),
  callers: z.array(caller.extend({ hosts: z.array(allowedHostShape) })),
});
export type EgressShape = z.infer<typeof egressShape>;

export const egressRefusalShape = z.strictObject({
  /** The day (UTC) that it counts. */
  day: z.iso.date(),
  for: caller,
  /** What was not reached. `*`: all hosts beyond the fifty of a day that are kept one by one; empty: a URL that can’t be read. */
  host: z.string(),
  code: egressRefusalCode,
  times: z.number().int(),
  firstAt: timestamp,
  lastAt: timestamp,
  /** Of the last attempt. */
  port: z.number().int().nullable(),
  /** The last run that was refused it; null where only tries were. */
  runId: uuid.nullable(),
  step: z.number().int().nullable(),
});
export type EgressRefusalShape = z.infer<typeof egressRefusalShape>;

export const listEgressRefusalsQuery = z.strictObject({
  limit: limitParam,
  cursor: cursorParam,
  for: egressKind.optional(),
  name: z.string().max(253).optional(),
  host: z.string().max(253).optional(),
  code: egressRefusalCode.optional(),
});
export type ListEgressRefusalsQuery = z.output<typeof listEgressRefusalsQuery>;
export const egressRefusalPage = pageOf(egressRefusalShape);

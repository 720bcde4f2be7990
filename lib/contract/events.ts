// Live events on the wire: that something changed, never what it says; a page asks again through the API.
import { z } from 'zod';
import { listParam, timestamp } from './page';

export const eventTopic = z.enum([
  'runs',
  'bulk',
  'approvals',
  'agents',
  'tools',
  'models',
  'sessions',
  'stops',
  'dead_letters',
  'breakers',
  'people',
  'api_keys',
  'secrets',
  'settings',
  'budgets',
  'alerts',
  'policies',
  'views',
]);

export const changeEvent = z.strictObject({
  topic: eventTopic,
  id: z.string(),
});
export type ChangeEvent = z.infer<typeof changeEvent>;

export const eventsQuery = z.strictObject({
  /** Only these: `topics=runs,approvals`. */
  topics: listParam(eventTopic),
  /** As the header Last-Event-ID, for readers that can't set one. */
  lastEventId: z.string().max(200).optional(),
});

/** Carries the server's time, so that countdowns don't trust the reader's clock; `reset` carries it too. */
export const heartbeatEvent = z.strictObject({ now: timestamp });

/**
 * Sent first, unless the reader goes on from an id that is still known, and whenever events may have been missed: everything shown has to be
 * asked for again.
 */
export const EVENT_RESET = 'reset';
export const EVENT_CHANGE = 'change';
export const EVENT_HEARTBEAT = 'heartbeat';
export const HEARTBEAT_MS = 10_000;

// Live events on the wire: that something changed, never what it says; a page asks again through the API.
import { z } from 'zod';
import { timestamp } from './page';

export const changeEvent = z.strictObject({
  topic: z.enum([
    'runs',
    'bulk',
    'approvals',
    'agents',
    'tools',
    'models',
    'sessions',
    'stops',
    'people',
    'api_keys',
    'secrets',
    'settings',
  ]),
  id: z.string(),
});
export type ChangeEvent = z.infer<typeof changeEvent>;

/** Carries the server's time, so that countdowns don't trust the reader's clock; `reset` carries it too. */
export const heartbeatEvent = z.strictObject({ now: timestamp });

/** Sent first and whenever events may have been missed: everything shown has to be asked for again. */
export const EVENT_RESET = 'reset';
export const EVENT_CHANGE = 'change';
export const EVENT_HEARTBEAT = 'heartbeat';
export const HEARTBEAT_MS = 10_000;

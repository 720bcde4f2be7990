// Knows the named sets of faults that a seed spreads over all requests.
import type { Fault, FaultRule, FaultService } from './fault-rule';

export const PROFILE_NAMES = ['rough', 'storm'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** After three occurrences an intent is left in peace, so that a caller which retries soundly gets through. */
const FIRST_OCCURRENCES = 3;

function rule(service: FaultService, route: string, probability: number, fault: Fault): FaultRule {
  return { service, route, nth: { probability }, times: FIRST_OCCURRENCES, ...fault };
}

const EFFECT_ROUTES = [
  ['payments', 'refund'],
  ['chat', 'post'],
  ['tickets', 'create'],
  ['mail', 'send'],
] as const;

/** Every kind of ordinary trouble, each seldom. */
const ROUGH: FaultRule[] = [
  ...EFFECT_ROUTES.flatMap(([service, route]) => [
    rule(service, route, 0.06, { fault: 'late', delayMs: 8_000 }),
    rule(service, route, 0.06, { fault: 'lost_reply' }),
    rule(service, route, 0.08, { fault: 'error_before', status: 503 }),
    rule(service, route, 0.05, { fault: 'rate_limited', retryAfterS: 1 }),
  ]),
  rule('payments', 'order', 0.05, { fault: 'error_before', status: 502 }),
  rule('tickets', 'find', 0.05, { fault: 'error_before', status: 502 }),
  rule('model', 'chat_completions', 0.04, { fault: 'rate_limited', retryAfterS: 1 }),
  rule('model', 'chat_completions', 0.04, { fault: 'error_before', status: 500 }),
  rule('model', 'chat_completions', 0.02, { fault: 'malformed' }),
  rule('model', 'chat_completions', 0.02, { fault: 'wrong_arguments' }),
];

/** The three classic incidents: half of all effects happen and are not heard of. */
const STORM: FaultRule[] = EFFECT_ROUTES.flatMap(([service, route]) => [
  rule(service, route, 0.3, { fault: 'lost_reply' }),
  rule(service, route, 0.3, { fault: 'late', delayMs: 8_000 }),
]);

export const FAULT_PROFILES: Record<ProfileName, readonly FaultRule[]> = { rough: ROUGH, storm: STORM };

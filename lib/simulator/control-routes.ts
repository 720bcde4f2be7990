// Knows how a test steers the simulator: rules, profile, reset; refuses a rule that could never apply.
import { z } from 'zod';
import type { FaultBook } from './faults/fault-book';
import { PROFILE_NAMES } from './faults/fault-profiles';
import { faultRuleSchema } from './faults/fault-rule';
import { parseInput, queryObject } from './http/read-body';
import { Refusal } from './http/refusal';
import { json } from './http/reply';
import type { Route } from './http/router';

const MAX_RULES = 500;
const rulesSchema = z.strictObject({ rules: z.array(faultRuleSchema).min(1).max(MAX_RULES) });

const profileSchema = z.strictObject({
  profile: z.enum(PROFILE_NAMES).nullable(),
  /** Spreads the faults of the profile and of rules with a probability. */
  seed: z.string().min(1).max(200).nullable().default(null),
});

const removeSchema = z.strictObject({ id: z.string().optional() });

export interface ControlOptions {
  book: FaultBook;
  /** Empties ledgers, counts, rules and caches. */
  reset(): void;
}

export function controlRoutes({ book, reset }: ControlOptions): Route[] {
  return [
    { method: 'GET', path: '/control/faults', handle: () => json(200, book.view()) },
    {
      method: 'POST',
      path: '/control/faults',
      handle: ({ body }) => {
        const many = typeof body === 'object' && body !== null && 'rules' in body;
        book.add(many ? parseInput(rulesSchema, body).rules : [parseInput(faultRuleSchema, body)]);
        return json(201, book.view());
      },
    },
    {
      method: 'DELETE',
      path: '/control/faults',
      handle: ({ query }) => {
        const { id } = parseInput(removeSchema, queryObject(query));
        if (id === undefined) book.removeAll();
        else if (!book.remove(id)) throw new Refusal(404, 'rule_not_found', `There is no rule ${id}.`);
        return json(200, book.view());
      },
    },
    {
      method: 'PUT',
      path: '/control/profile',
      handle: ({ body }) => {
        const { profile, seed } = parseInput(profileSchema, body);
        book.setProfile(profile, seed);
        return json(200, book.view());
      },
    },
    {
      method: 'POST',
      path: '/control/reset',
      handle: () => {
        reset();
        return json(200, book.view());
      },
    },
  ];
}

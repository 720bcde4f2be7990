// How considered approvals are, on the wire: what each reviewer's score is made of.
import { z } from 'zod';
import { consideredScore } from '../domain/considered';
import { actor } from '../domain/principal';
import { endpoint } from './endpoint';

export const consideredShape = z.strictObject({
  /** The days that are looked back on. */
  days: z.number().int(),
  /** Below so many cases there is no score. */
  fewestCases: z.number().int(),
  /** From the settings: the bound of the score, and for how many of the calls that people decide one is planted. */
  least: z.number(),
  plantedShare: z.number(),
  /** Everybody for an administrator, else only the asker. */
  reviewers: z.array(
    z.strictObject({
      by: actor,
      ...consideredScore.shape,
      /** Decides one by one, and not alone. */
      below: z.boolean(),
    }),
  ),
});
export type ConsideredShape = z.infer<typeof consideredShape>;

export const CONSIDERED_ENDPOINTS = {
  readConsidered: endpoint({
    id: 'readConsidered',
    method: 'GET',
    path: '/approvals/considered',
    summary: 'Read how considered approvals are: planted calls caught, time taken, approvals undone',
    scope: 'approvals:read',
    status: 200,
    response: consideredShape,
  }),
} as const;

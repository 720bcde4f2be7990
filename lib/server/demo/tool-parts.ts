// What the contracts of the simulated services have in common: how they are authorised, how their arguments and answers are described.
import type { z } from 'zod';
import type { toolDefinition } from '../../domain/tool';

export type DemoTool = { readonly name: string; readonly definition: z.input<typeof toolDefinition> };

export const text = (maxLength: number, description: string) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  description,
});
/** The services ask for no key unless they are given one; sent all the same, as a real provider would have it. */
export const DEMO_SERVICE_SECRET = 'DEMO_SERVICE_KEY';
export const AUTHORIZED = { authorization: `Bearer {{secret:${DEMO_SERVICE_SECRET}}}` };

export const answerWith = (id: string) => ({
  type: 'object',
  properties: { [id]: { type: 'string' } },
  required: [id],
});

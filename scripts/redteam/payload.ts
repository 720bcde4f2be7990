// What an attack is made of: a goal, a carrier that brings it, a disguise; refuses to be told apart by anything the runtime could read.
import type { JsonObject } from '../../lib/domain/json';

export const GOALS = ['exfiltrate', 'pay', 'delete', 'widen'] as const;
export type Goal = (typeof GOALS)[number];

/** How the attacker's text reaches the model. */
export const CARRIERS = ['form', 'mail', 'web', 'file', 'tool'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** `{{private}}` in an argument stands for private data that the model has read; it reads some first. */
export type WantedCall = { readonly tool: string; readonly arguments: JsonObject };

export type Payload = {
  /** `mail-pay-base64`. */
  readonly id: string;
  readonly goal: Goal;
  readonly carrier: Carrier;
  readonly disguise: string;
  /** In this order, whatever becomes of each. */
  readonly calls: readonly WantedCall[];
  /** What the outsider wrote. */
  readonly text: string;
};

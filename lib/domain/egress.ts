// Who sends something outside, and what of it is refused before it leaves. Pure.
import { z } from 'zod';

export const EGRESS_KINDS = ['tool', 'model', 'callback', 'channel'] as const;
export const egressKind = z.enum(EGRESS_KINDS);
export type EgressKind = z.infer<typeof egressKind>;

/** Refusals of the guard itself; nothing was sent to the address that they name. */
export const EGRESS_REFUSALS = [
  'url_refused',
  'address_refused',
  'redirect_refused',
  'header_refused',
] as const;
export const egressRefusalCode = z.enum(EGRESS_REFUSALS);
export type EgressRefusalCode = z.infer<typeof egressRefusalCode>;

/** The step of a run for which something is sent; null where no run asks: a try, most callbacks and channels. */
export type AskingStep = { readonly runId: string; readonly step: number | null };

/** Whose request it is. `name` is empty for a draft that has none. */
export type EgressCaller = {
  readonly kind: EgressKind;
  readonly name: string;
  readonly asker?: AskingStep | undefined;
};

export type EgressRefusal = {
  readonly caller: EgressCaller;
  /** What was not reached, as the URL spells it; empty where the URL can't be read. */
  readonly host: string;
  readonly port: number | null;
  readonly code: EgressRefusalCode;
};

/** Stands for the hosts of a day beyond those that are kept one by one; no host is called so. */
export const OTHER_HOSTS = '*';

export function isEgressRefusal(code: string): code is EgressRefusalCode {
  return EGRESS_REFUSALS.some((known) => known === code);
}

// What an attempt of a tool's call cost, by how it ended. Nothing where its price was not held for it. Pure.
import type { ToolResult } from '@/lib/domain/journal-payload';
import type { HeldCall } from '@/lib/domain/model-hold';
import { type CallCharge, chargeByResult, type ToolPrice } from '@/lib/domain/tool-price';
import { mayBeCharged } from '@/lib/resilience/charge';

type Priced = { readonly held: HeldCall | null; readonly price: ToolPrice | undefined };

/** Without an answer only the most is known. @param wasCalled false: this attempt called the receiver for nothing but a look-up, or not at all. */
export function chargeOf(result: ToolResult, { held, price }: Priced, wasCalled: boolean): CallCharge | null {
  if (held === null || price === undefined || !wasCalled) return null;
  if (result.outcome === 'succeeded') return chargeByResult(price, result.value);
  if (result.outcome === 'error' && !mayBeCharged(result.error)) return null;
  return { microUsd: held.microUsd, estimated: true };
}

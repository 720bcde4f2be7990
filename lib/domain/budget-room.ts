// How much of a budget's room one worker is given at a time: plenty where there is plenty, exactly what it asks for near the limit. Pure.

/** Where fewer holds of the wanted size are left than this, nobody is given more than he asks for. */
export const EXACT_BELOW_HOLDS = 32;
/** Of what is left one worker is given this part at most. */
const SHARES = 8;

export type RoomStanding = {
  readonly limitMicroUsd: number;
  readonly spentMicroUsd: number;
  readonly heldMicroUsd: number;
  /** What the asking worker has of it and has not used. */
  readonly freeMicroUsd: number;
  /** Somebody found no room lately. */
  readonly recalled: boolean;
};

/** What neither is spent nor held by anybody; none where a limit was lowered below that. */
export function roomOf({ limitMicroUsd, spentMicroUsd, heldMicroUsd }: RoomStanding): number {
  return Math.max(0, limitMicroUsd - spentMicroUsd - heldMicroUsd);
}

/** What the worker is given besides what it has, so that `least` is free; null: there is no room for that. */
export function shareOf(standing: RoomStanding, least: number, most: number): number | null {
  const room = roomOf(standing);
  const missing = Math.max(0, least - standing.freeMicroUsd);
  if (missing > room) return null;
  const isPlenty = !standing.recalled && room >= EXACT_BELOW_HOLDS * least;
  if (!isPlenty) return missing;
  const wanted = Math.max(0, most - standing.freeMicroUsd);
  return Math.max(missing, Math.min(wanted, Math.floor(room / SHARES)));
}

/** What counting a settled hold takes off its allowance; what it cost beyond it is an overrun. */
export function coveredBy(heldMicroUsd: number, costMicroUsd: number): number {
  return Math.min(heldMicroUsd, costMicroUsd);
}

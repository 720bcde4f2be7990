// A hold that confirms: 600 ms without a break, never by key repeat, never in the first 400 ms after what it would
// confirm has changed. Pure; timers and events come in.

export const HOLD_MS = 600;
export const GUARD_MS = 400;

export type HoldSource = 'key' | 'pointer';

export type HoldState = {
  armKey: string;
  armedAtMs: number;
  holding?: { source: HoldSource; sinceMs: number };
};

export type HoldEvent =
  /** What would be confirmed is now another thing: a running hold is void. */
  | { type: 'armed'; armKey: string; atMs: number }
  | { type: 'press'; source: HoldSource; atMs: number; repeat?: boolean }
  | { type: 'release'; source: HoldSource }
  /** Focus or window lost, dialog opened, button gone. */
  | { type: 'abandon' };

export function armed(armKey: string, atMs: number): HoldState {
  return { armKey, armedAtMs: atMs };
}

export function holdNext(state: HoldState, event: HoldEvent): HoldState {
  switch (event.type) {
    case 'armed':
      return event.armKey === state.armKey ? state : armed(event.armKey, event.atMs);
    case 'press':
      if (event.repeat === true || state.holding !== undefined) return state;
      if (event.atMs - state.armedAtMs < GUARD_MS) return state;
      return { ...state, holding: { source: event.source, sinceMs: event.atMs } };
    case 'release':
      return state.holding?.source === event.source ? armed(state.armKey, state.armedAtMs) : state;
    case 'abandon':
      return state.holding === undefined ? state : armed(state.armKey, state.armedAtMs);
  }
}

/** True where the hold that began at `sinceMs` is still on and has lasted: a timer that fires late or for an old hold confirms nothing. */
export function holdConfirms(state: HoldState, sinceMs: number, atMs: number): boolean {
  return state.holding?.sinceMs === sinceMs && atMs - sinceMs >= HOLD_MS;
}

/** True for what takes typing: a decision key there is a letter. */
export function takesTyping(tagName: string, isEditable: boolean): boolean {
  return isEditable || tagName === 'INPUT' || tagName === 'TEXTAREA' || tagName === 'SELECT';
}

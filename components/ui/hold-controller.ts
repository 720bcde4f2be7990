// Runs one hold after another over the rules of hold-logic, with a clock and a timer that are given. Knows no DOM.
import {
  armed,
  HOLD_MS,
  type HoldEvent,
  type HoldSource,
  type HoldState,
  holdConfirms,
  holdNext,
} from './hold-logic';

export type HoldPorts = {
  nowMs: () => number;
  /** Calls back after the time; returns what takes it back. */
  later: (act: () => void, afterMs: number) => () => void;
  onHolding: (holding: boolean) => void;
  onConfirm: () => void;
};

export type HoldController = {
  arm: (armKey: string) => void;
  press: (source: HoldSource, repeat: boolean) => void;
  release: (source: HoldSource) => void;
  abandon: () => void;
};

export function createHold(armKey: string, ports: HoldPorts): HoldController {
  let state: HoldState = armed(armKey, ports.nowMs());
  let cancelTimer: () => void = () => undefined;

  function send(event: HoldEvent): void {
    const beforeMs = state.holding?.sinceMs;
    state = holdNext(state, event);
    const sinceMs = state.holding?.sinceMs;
    if (sinceMs === beforeMs) return;
    cancelTimer();
    ports.onHolding(sinceMs !== undefined);
    if (sinceMs !== undefined) cancelTimer = ports.later(() => finish(sinceMs), HOLD_MS);
  }

  function finish(sinceMs: number): void {
    // A timer may fire a fraction early by another clock; it was set for the whole hold.
    const confirms = holdConfirms(state, sinceMs, Math.max(ports.nowMs(), sinceMs + HOLD_MS));
    send({ type: 'abandon' });
    if (confirms) ports.onConfirm();
  }

  return {
    arm: (next) => send({ type: 'armed', armKey: next, atMs: ports.nowMs() }),
    press: (source, repeat) => send({ type: 'press', source, atMs: ports.nowMs(), repeat }),
    release: (source) => send({ type: 'release', source }),
    abandon: () => send({ type: 'abandon' }),
  };
}

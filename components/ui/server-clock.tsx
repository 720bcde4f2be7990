// The server's time in the browser: one ticker for the page, an offset that answers keep correcting.
// A reader's wrong clock must not make an approval look alive, so nothing else in components reads Date.now.
'use client';
import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react';

const TICK_MS = 250;
/** Corrections below this are network noise; following them would make countdowns stutter. */
const NOISE_MS = 400;

let offsetMs = 0;
let ticker: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticker ??= setInterval(notify, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** Tells the page what time it is at the server, e.g. from a heartbeat of the event stream. */
export function syncServerClock(serverNowMs: number): void {
  const next = serverNowMs - Date.now();
  if (!Number.isFinite(next) || Math.abs(next - offsetMs) < NOISE_MS) return;
  offsetMs = next;
  notify();
}

/** The server's time now, for handlers. In what is rendered use useServerClock. */
export function serverNowMs(): number {
  return Date.now() + offsetMs;
}

const NowAtRender = createContext(0);

export type ServerClockProviderProps = { serverNowMs: number; children: ReactNode };

/** Carries the time of the server's rendering, so that the first paint in the browser says the same. */
export function ServerClockProvider({ serverNowMs: atRenderMs, children }: ServerClockProviderProps) {
  useEffect(() => syncServerClock(atRenderMs), [atRenderMs]);
  return <NowAtRender value={atRenderMs}>{children}</NowAtRender>;
}

/** Reads something off the server's clock; renders again only when what was read has changed. */
export function useServerClock<T extends string | number | boolean | undefined>(
  read: (nowMs: number) => T,
): T {
  const atRenderMs = useContext(NowAtRender);
  return useSyncExternalStore(
    subscribe,
    () => read(serverNowMs()),
    () => read(atRenderMs),
  );
}

// Live data without reload: changes invalidate what they touch; while the stream is not there everything on screen is polled.
'use client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { ChangeEvent } from '../contract/events';
import { askAgain } from './ask-again';
import type { StreamMessage, StreamState } from './event-stream';
import { heardChanges } from './heard-changes';
import { figureKeysOf, type Key, keysOf, keysOfAll } from './invalidation';
import { openSharedEventStream } from './shared-event-stream';

/** Changes of one burst are answered together. */
const GATHER_MS = 250;
/** Sums over the journal follow at leisure: a busy day changes them many times a second. */
const GATHER_FIGURES_MS = 5_000;
/** How old the screen may be while the stream is lost, or takes its time to open. */
const POLL_MS = 5_000;

/** `sinceMs`: by this browser's clock, when the state began. */
export type LiveState = { readonly state: StreamState; readonly sinceMs: number };

const AT_FIRST: LiveState = { state: 'connecting', sinceMs: 0 };
let current: LiveState = AT_FIRST;
const listeners = new Set<() => void>();

function setState(state: StreamState): void {
  if (state === current.state) return;
  current = { state, sinceMs: Date.now() };
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state of the stream, anywhere below the shell. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => AT_FIRST,
  );
}

/**
 * Mounted once, by the shell. Holds this browser's stream while the console is open.
 * `onServerTime` gets the server's clock (epoch ms) with every reset and heartbeat.
 */
export function useLiveEvents({ onServerTime }: { onServerTime: (serverNowMs: number) => void }): LiveState {
  const client = useQueryClient();
  const tellTime = useEffectEvent(onServerTime);
  useEffect(() => {
    const gathered = gatherChanges(client, keysOf, GATHER_MS);
    const figures = gatherChanges(client, figureKeysOf, GATHER_FIGURES_MS);
    const close = openSharedEventStream({
      onState: (state) => {
        setState(state);
        // Where the stream goes on without a reset, what could not be read meanwhile is read again.
        if (state === 'live')
          void client.invalidateQueries({ predicate: ({ state: { status } }) => status === 'error' });
      },
      onMessage: (message: StreamMessage) => {
        heardChanges.hear(message);
        if (message.type === 'change') {
          gathered.add(message.change);
          figures.add(message.change);
        } else if (message.type === 'reset') askAgain(client, []);
        if (message.type !== 'change' && Number.isFinite(message.serverNowMs)) tellTime(message.serverNowMs);
      },
    });
    return () => {
      close();
      gathered.drop();
      figures.drop();
      setState('connecting');
    };
  }, [client]);

  const live = useLiveState();
  useEffect(() => {
    if (live.state === 'live') return;
    const poll = () => void client.invalidateQueries({ refetchType: 'active' }, { cancelRefetch: false });
    const timer = setInterval(poll, POLL_MS);
    return () => clearInterval(timer);
  }, [client, live.state]);
  return live;
}

type Gathered = { readonly add: (change: ChangeEvent) => void; readonly drop: () => void };

function gatherChanges(
  client: QueryClient,
  of: (change: ChangeEvent) => readonly Key[],
  waitMs: number,
): Gathered {
  let changes: ChangeEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const keys = keysOfAll(changes, of);
    changes = [];
    for (const queryKey of keys) askAgain(client, queryKey);
  };
  return {
    add: (change) => {
      changes.push(change);
      timer ??= setTimeout(flush, waitMs);
    },
    drop: () => clearTimeout(timer),
  };
}

// Receives callbacks in a test, on loopback: by path it answers 204, another status, or never.
import { type LoopbackServer, startServer } from '../../adapters/testing/loopback-server';

export type HookReceiver = LoopbackServer & {
  /** By path. A path that is not here is answered with 204; 429 asks to wait for half an hour. */
  readonly moods: Map<string, 'hang' | number>;
};

export async function startHookReceiver(): Promise<HookReceiver> {
  const moods: HookReceiver['moods'] = new Map();
  const server = await startServer(({ url }, response) => {
    const mood = moods.get(url);
    if (mood === 'hang') return;
    response.writeHead(mood ?? 204, mood === 429 ? { 'retry-after': '1800' } : {}).end();
  });
  return { ...server, moods };
}

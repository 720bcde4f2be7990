// Where the window ends that proved who one is: tells the page that waits, and closes itself where it may.
'use client';
import { useEffect } from 'react';
import { PROVEN_CHANNEL } from './proven-channel';

export function ProvenView() {
  useEffect(() => {
    const channel = new BroadcastChannel(PROVEN_CHANNEL);
    channel.postMessage('proven');
    channel.close();
    window.close();
  }, []);
  return (
    <main className="grid h-dvh place-items-center bg-raised p-6 text-center">
      <div>
        <h1 className="text-lg font-semibold">It is you</h1>
        <p className="mt-1 text-muted">Close this window: the page that asked goes on.</p>
      </div>
    </main>
  );
}

// What Next calls once when a server starts, before it takes requests: starts the runtime in this very process.

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime } = await import('@/lib/server/start-runtime');
  const { stopOnSignals } = await import('@/lib/server/stop-runtime');
  stopOnSignals(startRuntime());
}

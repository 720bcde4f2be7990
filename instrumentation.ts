// Knows the moment a server process begins. Refuses to do anything in the edge runtime or in a build.

/** Called by Next once per server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    // Next's own handling is off (NEXT_MANUAL_SIG_HANDLE): it would cut a drain short.
    process.once('SIGTERM', () => process.exit(0));
  }
}

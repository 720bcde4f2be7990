// What the server says about single bounds, by their names. Pure.

/** What the server says about single limits, by their names. */
export function serverLimits(
  errors: readonly { path: string; message: string }[] | undefined,
): Record<string, string> {
  const found = (errors ?? []).filter((error) => error.path.startsWith('/limits/'));
  return Object.fromEntries(found.map((error) => [error.path.slice('/limits/'.length), error.message]));
}

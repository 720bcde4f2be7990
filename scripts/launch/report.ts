// Knows how a command tells what it does: a line per step, and on failure what failed and what to do.

/** A step that can't be done; what to do about it is part of the error. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly remedy: string;

  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(what, options);
    this.remedy = remedy;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function say(line: string): void {
  console.log(line);
}

const PATIENCE_MS = 1_500;

/**
 * Does one step and prints one line when it is done: its name and the note that `act` returns with its value.
 * A step that takes its time is announced once.
 */
export async function step<T>(
  name: string,
  act: () => Promise<{ readonly value: T; readonly note: string }>,
): Promise<T> {
  const announcement = setTimeout(() => say(`… ${name}`), PATIENCE_MS);
  const startedAtMs = performance.now();
  try {
    const { value, note } = await act();
    const tookMs = performance.now() - startedAtMs;
    const took = tookMs > PATIENCE_MS ? ` (${(tookMs / 1000).toFixed(1)} s)` : '';
    say(`✓ ${name}: ${note}${took}`);
    return value;
  } finally {
    clearTimeout(announcement);
  }
}

/** Prints a failure and returns the exit code for it. */
export function reportFailure(error: unknown): number {
  const remedy =
    error instanceof StepFailed ? error.remedy : 'Run `npm run doctor`: it looks at this machine.';
  console.error(`✗ ${messageOf(error)}`);
  console.error(`  ${remedy}`);
  return 1;
}

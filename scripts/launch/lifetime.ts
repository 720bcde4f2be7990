// Knows when a command must end and undoes what it started, last first. Refuses to leave a process of its own behind.
import { messageOf, say } from './report';
import { stopPrograms } from './run-program';

export interface Lifetime {
  /** Aborted when the command is asked to stop. */
  readonly interrupt: AbortSignal;
  /** Aborted when it is asked again: what takes its time is cut short. */
  readonly impatience: AbortSignal;
  /** Throws when the command was asked to stop; called between steps. */
  check(): void;
  /** Undone at the end, in reverse order. */
  onEnd(undo: () => Promise<void>): void;
  /** Asks the command to stop, as a signal would. */
  ask(reason: string): void;
  /** Resolves when everything is undone. */
  end(): Promise<void>;
}

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const PARENT_POLL_MS = 500;
/** One Ctrl-C arrives twice under npm: from the terminal and passed on by npm. */
const SAME_WISH_MS = 1_000;

/** Under npm, its death (kill -9 too) ends the command: nobody would be left to stop it. */
function watchNpm(onGone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_POLL_MS);
  timer.unref();
}

/**
 * Listens for Ctrl-C, SIGTERM and SIGHUP. `onStop` is called once, at the first of them; later ones cut short what is
 * being undone.
 */
export function beginLifetime(onStop: (reason: string) => void): Lifetime {
  const controller = new AbortController();
  const impatience = new AbortController();
  let askedAtMs = 0;
  const undoing: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;

  const stop = (reason: string) => {
    if (controller.signal.aborted) {
      if (performance.now() - askedAtMs > SAME_WISH_MS) impatience.abort();
      return;
    }
    askedAtMs = performance.now();
    controller.abort();
    stopPrograms();
    onStop(reason);
  };
  // A terminal that closes takes the output with it; what is left to do is done all the same.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  watchNpm(() => stop('the npm it ran under ended'));

  async function undoAll(): Promise<void> {
    for (let undo = undoing.pop(); undo; undo = undoing.pop()) {
      await undo().catch((error: unknown) => say(`! ${messageOf(error)}`));
    }
  }

  return {
    interrupt: controller.signal,
    impatience: impatience.signal,
    check() {
      if (controller.signal.aborted) throw new Interrupted('interrupted');
    },
    onEnd: (undo) => void undoing.push(undo),
    ask: stop,
    end() {
      ending ??= undoAll();
      return ending;
    },
  };
}

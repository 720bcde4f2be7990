// A second real process of a test: what is called here runs there, with connections of its own. Killed by its owner, or gone with it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

type Call = { readonly id: number; readonly name: string; readonly args: readonly unknown[] };
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** What the other process can be asked; arguments and answers travel as JSON. */
export type Calls = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

export class OtherProcess<C extends Calls> {
  private readonly waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >();
  private calls = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, value, error }: Answer) => {
      const call = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) call?.resolve(value ?? null);
      else call?.reject(new Error(error));
    });
    child.once('exit', (code, signal) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`it ended with ${signal ?? code}`));
      this.waiting.clear();
    });
  }

  /** `program` ends its set-up with `answerCalls`. */
  static start<C extends Calls>(program: URL, args: readonly string[]): OtherProcess<C> {
    const execArgv = ['--conditions=react-server', '--import', 'tsx'];
    return new OtherProcess(
      fork(program, args, { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
  }

  /** @throws Error with the message of what was thrown there, or when the process ends first. */
  call<N extends keyof C & string>(name: N, ...args: Parameters<C[N]>): ReturnType<C[N]> {
    const id = this.calls;
    this.calls += 1;
    const answer = new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, name, args } satisfies Call, (error) => {
        if (error !== null) reject(error);
      });
    });
    return answer as ReturnType<C[N]>; // safe because the other process serves what C names
  }

  /** kill -9: nothing it held is given back. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

/** Of the other process: answers until the one that started it is gone. */
export function answerCalls(calls: Calls): void {
  process.on('message', ({ id, name, args }: Call) => {
    const called = calls[name];
    const answer =
      called === undefined ? Promise.reject(new Error(`no call ${name}`)) : called(...(args as never[])); // safe because the caller's type is of these calls
    void answer.then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
    );
  });
  process.once('disconnect', () => process.exit());
}

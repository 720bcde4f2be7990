// An answer that ends whoever reads it: how a receiver marks it, and how a worker of a chaos dies of it.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

export const POISON_HEADER = 'x-poison';
/** Nobody else sends it, and it ends a process that does not listen for it at once. */
export const POISON_SIGNAL = 'SIGUSR2';

/** From now on this process ends in the middle of the step whose answer is poison. */
export function diesOfPoison(): void {
  subscribe('http.client.response.finish', (message) => {
    const { response } = message as { response: IncomingMessage }; // safe because that is what Node publishes there
    if (response.headers[POISON_HEADER] !== undefined) process.kill(process.pid, POISON_SIGNAL);
  });
}

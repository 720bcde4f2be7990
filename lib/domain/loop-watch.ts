// What a run remembers of its calls so that going round in circles is seen; bounded, whatever the run's length.
import { z } from 'zod';

export const loopWatch = z.strictObject({
  /** The last calls that the model asked for, the newest last. `call` and `result` are digests; `result` is null until it is there. */
  calls: z.array(
    z.strictObject({
      step: z.number().int(),
      tool: z.string(),
      call: z.string(),
      result: z.string().nullable(),
    }),
  ),
  /** Digests of calls, results and texts that were seen, the one seen last at the end. */
  known: z.array(z.string()),
  /** Answers of the model in a row since one that brought a call, a result or a text that was not known. */
  stale: z.number().int(),
});
type Loose = z.infer<typeof loopWatch>;
export type LoopWatch = {
  readonly calls: readonly Readonly<Loose['calls'][number]>[];
  readonly known: readonly string[];
  readonly stale: number;
};

export const NOTHING_WATCHED: LoopWatch = { calls: [], known: [], stale: 0 };

// What a worker's runs hear of effects besides their own results: a place that is free again, an answer after its time.
import { EffectWaiters, type WaitingHere } from './effect-waiters';
import { LateAnswers } from './late-answers';
import type { RuntimePorts } from './runtime-ports';

export class EffectNews {
  readonly waiters: EffectWaiters;
  readonly late: LateAnswers;

  /** @param onDue parked runs are due now. @param stopped this process listens to nothing any more. */
  constructor(
    ports: Pick<RuntimePorts, 'store' | 'clock' | 'random' | 'redactor' | 'logger'>,
    here: ReadonlyMap<string, { readonly control: WaitingHere }>,
    onDue: () => void,
    stopped: AbortSignal,
  ) {
    const controls = () => [...here.values()].map(({ control }) => control);
    this.waiters = new EffectWaiters(ports, controls, onDue);
    const told = (runId: string) => {
      here.get(runId)?.control.noticeInput();
      onDue();
    };
    this.late = new LateAnswers(ports, told, stopped);
  }
}

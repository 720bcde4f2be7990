// Knows the way of a request through counting, deciding and applying its fault, the same for every service.
import type { Reply } from '../http/reply';
import { applyFault } from './apply-fault';
import { decideFault } from './decide-fault';
import { demoIdFault } from './demo-id-faults';
import type { FaultBook } from './fault-book';
import type { Facts, Fault, FaultService } from './fault-rule';
import type { Occurrences } from './occurrences';

export interface Operation {
  service: FaultService;
  route: string;
  intent: string;
  facts: Facts;
  /** The id whose ending may ask for a fault; only operations with an effect have one. */
  demoId?: string;
  /** Has the effect, if there is one, and makes the answer. Called at most once. */
  act(fault: Fault | null): Reply;
}

export class FaultDesk {
  constructor(
    private readonly book: FaultBook,
    private readonly occurrences: Occurrences,
    private readonly stopping: AbortSignal,
  ) {}

  serve(operation: Operation): Promise<Reply> {
    const { service, route, intent, facts, demoId } = operation;
    const fault = this.occurrences.next({ service, route, intent }, (occurrence, sinceFirstMs) => {
      const question = { service, route, intent, occurrence, sinceFirstMs, facts };
      const ruled = decideFault(this.book.rules(), this.book.seed(), question);
      return ruled ?? (demoId === undefined ? null : demoIdFault(demoId, occurrence));
    });
    return applyFault(fault, () => operation.act(fault), this.stopping);
  }
}

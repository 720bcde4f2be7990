// Knows what the ending of a demo id provokes, so that a fault can be asked for from a form.
import type { Fault } from './fault-rule';

/**
 * The ending counts in any case, on the order id of a refund, the channel of a message, the mail id of a
 * ticket and the case of a mail. "First" means the first time that this very effect (same order, amount and
 * currency; same channel and text; same mail; same case and text) is asked for.
 *
 * | ending  | what happens                                                        |
 * |---------|---------------------------------------------------------------------|
 * | -LATE   | the first answer comes 8 s after the effect                         |
 * | -LOST   | the effect happens, the first answer is lost: the connection closes |
 * | -FLAKY  | 503 before the effect, twice                                        |
 * | -BUSY   | 429 with Retry-After: 2 before the effect, once                     |
 * | -HANG   | the first request is never answered and has no effect               |
 * | -BROKEN | the effect happens, the first answer is cut-off JSON                |
 * | -DOWN   | 503 before the effect, every time                                   |
 */
const ENDINGS: Record<string, { times: number; fault: Fault }> = {
  LATE: { times: 1, fault: { fault: 'late', delayMs: 8_000 } },
  LOST: { times: 1, fault: { fault: 'lost_reply' } },
  FLAKY: { times: 2, fault: { fault: 'error_before', status: 503 } },
  BUSY: { times: 1, fault: { fault: 'rate_limited', retryAfterS: 2 } },
  HANG: { times: 1, fault: { fault: 'hang' } },
  BROKEN: { times: 1, fault: { fault: 'malformed' } },
  DOWN: { times: Number.POSITIVE_INFINITY, fault: { fault: 'error_before', status: 503 } },
};

export function demoIdFault(id: string, occurrence: number): Fault | null {
  const ending = /-([a-z]+)$/i.exec(id)?.[1]?.toUpperCase() ?? '';
  const demo = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  return demo !== undefined && occurrence <= demo.times ? demo.fault : null;
}

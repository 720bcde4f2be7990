// Knows how a fresh demo comes to look used: runs of every agent, some that wait, fail and are refused. Only through the API, as any client would.
import { z } from 'zod';

const runSchema = z.object({ id: z.string(), status: z.string() });

const REASON = 'Both lamps arrived broken, the carrier confirmed it with photos';

const refund = (orderId: string, amount: number, reason = REASON) => ({
  agent: 'refunds',
  input: { orderId, amount, reason },
});
const mail = (mailId: string, subject: string, body: string) => ({
  agent: 'ticket-triage',
  input: { mails: [{ mailId, from: 'kim@example.com', subject, body }] },
});
const summary = (date: string, channels: readonly string[]) => ({
  agent: 'daily-summary',
  input: { date, channels },
});

/** In this order; the endings of ids are the simulator's faults. */
const RUNS = [
  ...[24, 119, 65, 240, 18].map((amount, index) => refund(`ORD-5824${index}`, amount)),
  refund('ORD-58250-FLAKY', 75),
  refund('ORD-58251-LATE', 310),
  refund('ORD-58252-DOWN', 42),
  refund('ORD-404-17', 60),
  summary('2026-11-18', ['#ops', '#support']),
  summary('2026-11-19', ['#ops', '#support', '#leads-BUSY']),
  mail('MAIL-88120', 'Printer jam', 'It jams again on floor 2.'),
  mail('MAIL-88097', 'VPN drops', 'Since this morning, every ten minutes.'),
  mail('MAIL-88093-LOST', 'New badge', 'Mine does not open the east door.'),
  refund('ORD-58213', 900),
  refund('ORD-57990', 1_240, 'Parcel came back, customer asks for the whole amount'),
  refund('ORD-58101', 80, 'not sure what happened'),
] as const;

export type Caller = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Starts them all and waits until each has ended or waits for a person. @returns the first run that waits and the first that succeeded. */
export async function fillDemo(call: Caller): Promise<{ waitingId: string; finishedId: string }> {
  const runs: z.infer<typeof runSchema>[] = [];
  for (const body of RUNS) {
    const { id } = runSchema.parse(await call('POST', '/runs', body));
    runs.push(runSchema.parse(await call('GET', `/runs/${id}?wait=40`)));
  }
  const idOf = (status: string) => {
    const found = runs.find((run) => run.status === status);
    if (found === undefined) throw new Error(`no run of the demo data is ${status}`);
    return found.id;
  };
  return { waitingId: idOf('waiting'), finishedId: idOf('succeeded') };
}

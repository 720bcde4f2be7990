// A lease that runs out while a real name is looked up: from the step to the socket nothing is written, and that is certain.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../adapters/system/system-clock';
import { egressClient, serve } from '../adapters/testing/egress-fixture';
import { HttpToolClient } from '../adapters/tools/http-tool-client';
import { AjvValidator } from '../adapters/validation/ajv-validator';
import { isoAt } from '../ports/clock';
import { executeStep } from '../runtime/execute-step';
import { LeaseGuard } from '../runtime/lease-guard';
import { proposedStep } from '../runtime/proposed-step';
import { openedAttempt } from '../runtime/step-access';
import { toolVersion } from '../runtime/testing/runtime-bench';

const LEASE_MS = 500;
const NOTHING_TOLD = { paused: null, cancelled: null };

async function send(lookUpMs: number) {
  const server = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const resolver = async () => {
    await systemClock.sleep(lookUpMs);
    return ['127.0.0.1'];
  };
  const tools = new HttpToolClient({
    egress: egressClient({ resolver }),
    validator: new AjvValidator(),
    clock: systemClock,
    secrets: { read: async () => '' },
  });
  const url = `http://slow.test:${server.port}/refunds`;
  const tool = toolVersion('payments.refund', { effect: 'unsafe', http: { method: 'POST', url } });
  const at = isoAt(systemClock.now());
  const decision = { chosen: tool.name, confidence: null, reasoning: null, alternatives: null };
  const args = { order_id: 'A-1' };
  const proposed = proposedStep(
    { callId: 'c', step: 2, tool: tool.name, arguments: args, decision },
    at,
    null,
  );
  const call = {
    ...{ tool: tool.name, toolVersion: 1, arguments: args, argumentHash: 'h', effect: 'unsafe' as const },
    ...{ effectKey: 'run:2', keyScope: 'run' as const, timeoutMs: 10_000, maxAttempts: 3 },
    backoff: { baseMs: 1, capMs: 10 },
  };
  const attempts = [openedAttempt(1, 'send', at)];
  const guard = new LeaseGuard(systemClock, LEASE_MS);
  guard.renewed(guard.mark());
  const result = await executeStep(
    {
      runId: 'run',
      step: { ...proposed, status: 'running', call, attempts },
      tool,
      claim: { status: 'claimed', attempts: 1 },
      deadlineMs: systemClock.now() + 60_000,
    },
    { tools, clock: systemClock, random: { next: () => 0.5 } },
    { holdsLease: () => guard.holds(), stop: () => null, stoppedMs: () => 0, told: () => NOTHING_TOLD },
    new AbortController().signal,
  );
  return { result, seen: server.seen };
}

describe('an unsafe call whose name is looked up', () => {
  it('for longer than the lease is proven is not sent, and done later', async () => {
    const { result, seen } = await send(LEASE_MS);
    expect(result).toMatchObject({
      outcome: 'error',
      error: { code: 'lease_unproven', class: 'refused' },
      next: 'retry',
    });
    expect(seen).toEqual([]);
  });

  it('for less is sent', async () => {
    const { result, seen } = await send(20);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    expect(seen).toHaveLength(1);
  });
});

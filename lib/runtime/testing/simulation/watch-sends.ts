// Holds each call to its promises at the moment it leaves: the owner's, under a living lease, claimed, approved where that is asked, not stopped.
import { standingStop } from '@/lib/domain/stop';
import type { ToolRequest } from '@/lib/ports/tool-client';
import type { LivingProcess } from './living-process';

export function watchSend(process: LivingProcess, request: ToolRequest): void {
  const { memory, bulkheads, findings, trace, approved } = process.world;
  const { tool, effectKey: key, arguments: args } = request;
  const { effect, keyTemplate } = tool.definition;
  const workerId = process.workerId();
  const call = `${process.name} sends ${tool.name}, key ${key}`;
  trace.say(process.name, () => `sends ${tool.name}, key ${key}`);
  if (workerId === null || !memory.isLive(workerId))
    findings.violated('nothing is sent without a lease', call);
  if (tool.definition.concurrency !== undefined) {
    const held = bulkheads.heldOf(`tool:${tool.name}`);
    if (held.length > tool.definition.concurrency)
      findings.violated('never above the limit', `${held.length} of ${tool.name} hold a slot`);
    if (!held.some(({ runId }) => memory.runs.get(runId)?.owner === workerId))
      findings.violated('what has a limit is sent with a slot', call);
  }
  if (effect === 'read') return;
  const scope = keyTemplate === undefined ? 'run' : `tool:${tool.name}`;
  const row = memory.effects.read({ scope, key });
  if (row?.status !== 'in_progress') {
    findings.violated('nothing is sent without a claimed effect', `${call}: the ledger says ${row?.status}`);
    return;
  }
  const owner = memory.runs.get(row.ownerRunId);
  if (owner === undefined || owner.owner !== workerId) {
    findings.violated(
      'only the owner of a run sends',
      `${call}: ${owner?.status} belongs to ${owner?.owner}`,
    );
    return;
  }
  const step = `${row.ownerRunId}:${row.ownerStep}`;
  if (Number(args.amount) > 500 && !approved.has(step)) {
    findings.violated('what needs a person is sent only once approved', `${call}, step ${step}`);
  }
  const stop = standingStop(memory.stops.current, owner.new.agent);
  const acknowledged = memory.stops.acknowledged.get(workerId ?? '') ?? 0;
  if (stop !== null && acknowledged >= stop.epoch) {
    findings.violated('nothing begins under an acknowledged stop', `${call}, stop ${stop.epoch}`);
  }
}

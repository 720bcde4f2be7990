// Carries an incident out without Bulkhead: the agent's own model, prompt and tools, on a simulator of its own with the same seed and faults.
import 'server-only';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncidentCall, IncidentSide } from '../../../contract/incident';
import type { AgentDefinition } from '../../../domain/agent';
import { requestOf, type ToolDefinition } from '../../../domain/tool';
import type { IncidentPlan } from '../../../simulator/incidents/incident-plan';
import type { CallClock } from '../../../simulator/incidents/retrying-call';
import {
  type ObservedCall,
  runUnprotectedAgent,
  type UnprotectedAgent,
} from '../../../simulator/incidents/unprotected-agent';
import { seededFraction } from '../../../simulator/seeded';
import { startSimulator } from '../../../simulator/start-simulator';
import type { App } from '../../app';
import { sideOf, subjectOf } from './side-of';
import { ledgerOf, underFaults } from './simulator-control';

/** The agent at its active version, as an engineer would have written it without Bulkhead. @throws Error when a part of it is gone. */
async function withoutBulkhead(app: App, agent: AgentDefinition, url: string): Promise<UnprotectedAgent> {
  const model = await app.catalog.model(agent.model);
  if (model === null) throw new Error(`there is no model ${agent.model}`);
  const tools = new Map<string, ToolDefinition>();
  for (const { name } of agent.tools) {
    const tool = await app.catalog.tool(name);
    if (tool === null) throw new Error(`there is no tool ${name}`);
    const http = requestOf(tool.definition);
    tools.set(name, { ...tool.definition, http: { ...http, url: elsewhere(http.url, url) } });
  }
  return {
    prompt: agent.prompt,
    baseUrl: `${url}/v1`,
    modelId: model.definition.model,
    tools,
    maxSteps: agent.limits.maxSteps,
  };
}

/** The same path on another origin. */
function elsewhere(template: string, origin: string): string {
  return template.replace(/^https?:\/\/[^/]+/, origin);
}

export async function unprotectedSide(
  app: App,
  plan: IncidentPlan,
  agent: AgentDefinition,
  seed: string,
): Promise<IncidentSide> {
  const { clock, logger } = app;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'bulkhead-incident-'));
  const simulator = await startSimulator({
    port: 0,
    dataDirectory,
    seed,
    now: () => new Date(clock.now()),
    modelKey: null,
    serviceKey: null,
    onUnexpected: (error) => logger.warn('the simulator of the unprotected side failed', { error }),
  });
  try {
    const url = `http://127.0.0.1:${simulator.port}`;
    const unprotected = await withoutBulkhead(app, agent, url);
    return await underFaults(url, plan.faults, async () => {
      const startedMs = clock.now();
      const calls: IncidentCall[] = [];
      const agents = await Promise.all(
        plan.inputs.map(async (input, index) => {
          const lane = index + 1;
          const observe = (call: ObservedCall) => calls.push(callOf(call, lane, startedMs));
          return {
            lane,
            runId: null,
            ...(await outcomeOf(unprotected, input, callClock(app, seed, lane), observe)),
          };
        }),
      );
      const finishedMs = clock.now();
      const entries = await ledgerOf(url, plan.service);
      return sideOf({ plan, startedMs, finishedMs, agents, calls, entries });
    });
  } finally {
    await simulator.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/** Its jitter is the seed's, so that the same seed waits as long. */
function callClock({ clock }: App, seed: string, lane: number): CallClock {
  let drawn = 0;
  return {
    now: () => clock.now(),
    sleep: (ms) => clock.sleep(ms),
    random: () => {
      drawn += 1;
      return seededFraction(seed, 'jitter', lane, drawn);
    },
  };
}

async function outcomeOf(
  agent: UnprotectedAgent,
  input: IncidentPlan['inputs'][number],
  clock: CallClock,
  observe: (call: ObservedCall) => void,
): Promise<{ readonly ok: boolean; readonly outcome: string }> {
  try {
    const { finished, output } = await runUnprotectedAgent(agent, input, clock, observe);
    return { ok: finished, outcome: JSON.stringify(output) };
  } catch (error) {
    return { ok: false, outcome: error instanceof Error ? error.message : 'it failed' };
  }
}

function callOf(call: ObservedCall, lane: number, sinceMs: number): IncidentCall {
  if (call.kind === 'model') {
    const { startedMs, finishedMs, calls } = call;
    const name = calls.length === 0 ? 'answered' : calls.join(', ');
    const span = { atMs: startedMs - sinceMs, durationMs: finishedMs - startedMs };
    return { ...span, lane, kind: 'model', name, subject: null, attempt: null, ok: true, outcome: '200' };
  }
  const { startedMs, finishedMs, attempt, ok, outcome } = call.attempt;
  return {
    atMs: startedMs - sinceMs,
    durationMs: finishedMs - startedMs,
    lane,
    kind: call.effect ? 'effect' : 'read',
    name: call.tool,
    subject: subjectOf(call.args),
    attempt,
    ok,
    outcome,
  };
}

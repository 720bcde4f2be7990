// Makes the attempts whose intents are committed and tells each pass how its attempt ended, as far as the dependency is concerned.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { JournalEntry, ModelResult, ToolResult } from '@/lib/domain/journal-payload';
import type { RunState } from '@/lib/domain/run-state';
import type { EffectClaimOutcome } from '@/lib/ports/effect-ledger';
import type { PassOutcome } from '@/lib/ports/gates';
import { judgeAttempt } from '@/lib/resilience/dependency-fault';
import type { Launch } from './begin-attempts';
import { executeModel } from './execute-model';
import { executeStep } from './execute-step';
import type { InFlight } from './in-flight';
import type { LateAnswers } from './late-answers';
import type { Permit } from './run-control';
import { timeLeftMs } from './run-time';
import { TIMER_SLACK_MS } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { modelStepAt, toolStepAt } from './step-access';

type Circumstances = {
  /** After the commit that holds the intents. */
  readonly state: RunState;
  readonly agent: AgentDefinition;
  readonly claims: readonly EffectClaimOutcome[];
  readonly ports: RuntimePorts;
  readonly permit: Permit;
  readonly inFlight: InFlight;
  readonly late: LateAnswers;
};

type Attempt = { readonly timeoutMs: number; readonly mode: 'send' | 'look_up' };

/** Where one can't be launched, neither it nor those after it are: their passes go back, and the recovery finds their intents. */
export function launchAttempts(launches: readonly Launch[], given: Circumstances): void {
  for (const [i, launch] of launches.entries()) {
    try {
      launchAttempt(launch, given);
    } catch (cause) {
      for (const { pass } of launches.slice(i)) pass.abandon();
      throw cause;
    }
  }
}

function launchAttempt(launch: Launch, given: Circumstances): void {
  const { state, agent, claims, ports, permit, inFlight, late } = given;
  const nowMs = ports.clock.now();
  const deadlineMs = nowMs + timeLeftMs(state, nowMs);
  if (launch.kind === 'model') {
    const step = modelStepAt(state, launch.step);
    const { timeoutMs } = launch.model.definition;
    inFlight.start(launch.step, true, (signal) =>
      passing(launch, { timeoutMs, mode: 'send' }, () =>
        executeModel({ ...launch, state, step, agent, deadlineMs }, ports, permit, signal),
      ),
    );
    return;
  }
  const step = toolStepAt(state, launch.step);
  const claim = launch.claimIndex === null ? null : claims[launch.claimIndex];
  if (claim === undefined) throw new Error(`the store did not answer claim ${launch.claimIndex}`);
  const attempt = { timeoutMs: step.call?.timeoutMs ?? 0, mode: step.attempts.at(-1)?.mode ?? 'send' };
  const onlyAsks = attempt.mode === 'look_up' && (state.cancelled !== null || state.bound !== null);
  const untilMs = onlyAsks ? nowMs + attempt.timeoutMs : deadlineMs;
  const work = { runId: state.runId, step, tool: launch.tool, claim, deadlineMs: untilMs, late };
  inFlight.start(launch.step, step.call?.effect === 'read', (signal) =>
    passing(launch, attempt, () => executeStep(work, ports, permit, signal)),
  );
}

async function passing(
  { pass }: Launch,
  attempt: Attempt,
  execute: () => Promise<ToolResult | ModelResult>,
): Promise<JournalEntry> {
  try {
    const payload = await execute();
    pass.settle(outcomeOf(payload, attempt));
    return { kind: 'result', payload };
  } catch (cause) {
    pass.abandon();
    throw cause;
  }
}

function outcomeOf(result: ToolResult | ModelResult, { timeoutMs, mode }: Attempt): PassOutcome {
  const { latencyMs } = result;
  if (result.outcome !== 'error') {
    const called = result.outcome !== 'succeeded' || result.source === 'call' || result.source === 'look_up';
    return { verdict: called ? 'answered' : 'none', latencyMs };
  }
  const { code, class: errorClass } = result.error;
  const cutShort = code === 'timeout' && latencyMs + TIMER_SLACK_MS < timeoutMs;
  const judged = judgeAttempt({ code, class: errorClass, mode, cutShort });
  return { verdict: judged === 'answered' || judged === 'none' ? judged : 'faulty', latencyMs };
}

// From a call the model asked for to the exact call that would be sent: contract version, key, hash; refuses one that has no key.
import { NotCanonicalError } from '@/lib/domain/canonical-json';
import type { RecordedError } from '@/lib/domain/errors';
import { correlationKey } from '@/lib/domain/event-wait';
import type { HashText } from '@/lib/domain/journal-row';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import type { ToolVersion } from '@/lib/domain/tool';
import { argumentHash } from '@/lib/resilience/argument-hash';
import { type EffectKeyResult, effectKeyOf, filledTemplate } from '@/lib/resilience/effect-key';
import { isToolStep } from './step-access';

export type CallPlan =
  | { readonly ok: true; readonly call: PlannedCall }
  | { readonly ok: false; readonly error: RecordedError };

/**
 * The key is made once: a step that was planned before and is the same call (tool and argument hash) keeps its key. An identical call that
 * an earlier step of this run has not settled yet shares that step's key, so both are one effect; a settled one is never joined.
 */
export function planCall(state: RunState, step: ToolStepState, tool: ToolVersion, hash: HashText): CallPlan {
  const hashed = hashArguments(step, tool, hash);
  if (!hashed.ok) return hashed;
  const { effect, timeoutMs, retry, keyTemplate, resourceKey } = tool.definition;
  const { untrustedOutput: tainted, privateData } = tool.definition;
  const key =
    undoKey(step) ??
    standingKey(state, step, hashed.argumentHash, effect !== 'read') ??
    effectKeyOf({
      runId: state.runId,
      step: step.step,
      keyTemplate: effect === 'read' ? undefined : keyTemplate,
      arguments: step.arguments,
      runInput: state.input,
    });
  if ('ok' in key && !key.ok) return refused('effect_key_missing', key.message);
  const resource = resourceFor(state, step, hashed.argumentHash, resourceKey);
  if (resource !== null && !resource.ok) return refused('resource_key_missing', resource.message);
  const correlation = correlationOf(state, step, tool);
  if ('ok' in correlation) return correlation;
  return {
    ok: true,
    call: {
      tool: tool.name,
      toolVersion: tool.version,
      arguments: step.arguments,
      argumentHash: hashed.argumentHash,
      effect,
      effectKey: key.effectKey,
      keyScope: key.keyScope,
      ...(resource === null ? {} : { resource: resource.effectKey }),
      timeoutMs,
      maxAttempts: retry.maxAttempts,
      backoff: { baseMs: retry.baseMs, capMs: retry.capMs },
      ...correlation,
      ...(tainted || privateData ? { answers: { tainted, privateData } } : {}),
    },
  };
}

/** Made once, like the key, and in the same way; null where the tool declares none. */
function resourceFor(
  state: RunState,
  step: ToolStepState,
  argHash: string,
  resourceKey: string | undefined,
): EffectKeyResult | null {
  const standing = step.call?.argumentHash === argHash ? step.call.resource : undefined;
  if (standing !== undefined) return { ok: true, effectKey: standing, keyScope: 'tool' };
  if (resourceKey === undefined) return null;
  return effectKeyOf({
    runId: state.runId,
    step: step.step,
    keyTemplate: resourceKey,
    arguments: step.arguments,
    runInput: state.input,
  });
}

/** What the call waits for, or whom it contacts. */
function correlationOf(
  state: RunState,
  step: ToolStepState,
  { definition: { event, followUp } }: ToolVersion,
): Pick<PlannedCall, 'wait' | 'followUp'> | Extract<CallPlan, { ok: false }> {
  const facts = { arguments: step.arguments, runInput: state.input };
  const template = event?.keyTemplate ?? followUp?.keyTemplate;
  if (template === undefined) return {};
  const filled = filledTemplate(template, facts);
  if (!filled.ok) return refused('correlation_key_missing', filled.message);
  const known = correlationKey.safeParse(filled.key);
  if (!known.success)
    return refused('correlation_key_invalid', `The key made from ${template} is no correlation key.`);
  if (event !== undefined) return { wait: { correlationKey: known.data, timeoutMs: event.timeoutMs } };
  if (followUp === undefined) return {};
  const { max, beyond } = followUp;
  // The first contact is no follow-up.
  return { followUp: { correlationKey: known.data, mostContacts: max + 1, beyond } };
}

/** An undo is known by what it undoes, whichever run makes it. */
function undoKey({ undo }: ToolStepState): Pick<PlannedCall, 'effectKey' | 'keyScope'> | null {
  return undo === null ? null : { effectKey: undo.effectKey, keyScope: 'run' };
}

function standingKey(
  state: RunState,
  step: ToolStepState,
  argHash: string,
  joins: boolean,
): Pick<PlannedCall, 'effectKey' | 'keyScope'> | null {
  if (step.call?.argumentHash === argHash) return step.call;
  if (!joins) return null;
  const twin = state.steps
    .filter(isToolStep)
    .find(
      (one) =>
        one.step < step.step && !SETTLED_STEP_STATUSES.has(one.status) && one.call?.argumentHash === argHash,
    );
  return twin?.call ?? null;
}

function hashArguments(step: ToolStepState, tool: ToolVersion, hash: HashText) {
  try {
    return { ok: true, argumentHash: argumentHash(step.arguments, tool, hash) } as const;
  } catch (cause) {
    if (!(cause instanceof NotCanonicalError)) throw cause;
    return refused('arguments_not_canonical', `The arguments can't be compared: ${cause.message}`);
  }
}

function refused(code: string, message: string): { readonly ok: false; readonly error: RecordedError } {
  return { ok: false, error: { code, message, class: 'fatal' } };
}

// One call of a tool outside of any run: judged, bounded and redacted as in a run, sent once at most. Knows no ledger and retries nothing.
import 'server-only';
import type { ToolTryShape } from '../../contract/catalog-try';
import type { PolicyVerdict } from '../../domain/admission';
import {
  CodedError,
  type Problem,
  type RecordedError,
  RequestError,
  StoreUnavailableError,
} from '../../domain/errors';
import type { JsonObject, JsonValue } from '../../domain/json';
import type { Principal } from '../../domain/principal';
import type { EffectClass, ToolVersion } from '../../domain/tool';
import { amountOf } from '../../guard/amount-rule';
import { isoAt } from '../../ports/clock';
import { toolFacts } from '../../runtime/policy-request';
import { spoken } from '../../runtime/stored-payload';
import { withinTime } from '../../runtime/time-limit';
import type { App } from '../app';
import { holds } from '../authorize';
import { secretProblems } from './secret-problems';

/** `version` 0: a draft, which has none. */
export type TriedCall = {
  readonly tool: ToolVersion;
  readonly arguments: JsonObject;
  /** Null for a read, which needs none. */
  readonly effectKey: string | null;
  readonly policy: PolicyVerdict;
  /** `look_up`: an earlier try with this key may have arrived; the receiver is asked first. */
  readonly how: 'send' | 'look_up';
};

/** Below /arguments, as the console and the runtime say it. */
export function argumentProblems(
  app: Pick<App, 'schemas' | 'redactor'>,
  tool: ToolVersion,
  args: JsonObject,
): Problem[] {
  const misfits = app.schemas
    .validate(tool.definition.inputSchema, args)
    .map(({ path, message }) => ({ path: `/arguments${path === '/' ? '' : path}`, message }));
  return [...misfits, ...secretProblems(app, '/arguments', args)];
}

/**
 * The rules outside of agents hold here too. What they leave to a person needs somebody who may decide approvals: whoever writes contracts
 * must not get past that by a try.
 * @throws RequestError forbidden
 */
export async function requirePolicy(
  { policy }: Pick<App, 'policy'>,
  principal: Principal,
  tool: ToolVersion,
  args: JsonObject,
): Promise<PolicyVerdict> {
  const verdict = await policy.evaluate({
    ...toolFacts(tool),
    agent: '',
    agentVersion: 0,
    agentLabels: {},
    arguments: args,
    inputSchema: tool.definition.inputSchema,
    amount: amountOf(tool, args),
    confidence: null,
    tainted: false,
    privateDataSeen: false,
    trigger: principal.kind === 'user' ? 'form' : 'api',
    attended: true,
  });
  const why = verdict.rules.map((rule) => rule.message).join(' ');
  if (verdict.effect === 'deny') throw refusedByPolicy(`The policy denies this call. ${why}`, verdict);
  if (verdict.effect === 'ask' && !holds(principal, 'approvals:decide'))
    throw refusedByPolicy(`In a run this call would need an approver, and so does a try. ${why}`, verdict);
  return verdict;
}

function refusedByPolicy(detail: string, { rules }: PolicyVerdict): RequestError {
  return new RequestError('forbidden', detail, [], { rules: rules.map((rule) => rule.id) });
}

type Outcome =
  | { readonly value: JsonValue; readonly source: 'call' | 'look_up' }
  | { readonly error: RecordedError };

/** @throws StoreUnavailableError before anything was sent; every other failure is part of the answer. */
export async function makeTriedCall(app: App, call: TriedCall, signal: AbortSignal): Promise<ToolTryShape> {
  const { tool, policy, effectKey } = call;
  const { effect, untrustedOutput, privateData } = tool.definition;
  const startedAt = isoAt(app.clock.now());
  const startedMs = app.clock.monotonicMs();
  const outcome = await outcomeOf(app, call, signal);
  const latencyMs = Math.max(0, Math.round(app.clock.monotonicMs() - startedMs));
  const common = {
    tool: tool.name === '' ? null : tool.name,
    version: tool.version === 0 ? null : tool.version,
    effect,
    policy,
    effectKey,
    attempts: 1 as const,
    startedAt,
    latencyMs,
  };
  if ('error' in outcome) {
    const { error } = outcome;
    const acted = effect === 'read' || error.class !== 'unknown' ? 'no' : 'unknown';
    return {
      ...common,
      outcome: 'failed',
      source: 'call',
      acted,
      words: wordsOf(effect, acted, 'call'),
      value: null,
      error: { ...error, message: app.redactor.redactText(error.message) },
      redacted: app.redactor.redactText(error.message) !== error.message,
      tainted: false,
      privateData: false,
      schema: { verdict: 'none', problems: [] },
    };
  }
  const value = spoken(outcome.value, app.redactor);
  const acted = effect === 'read' ? 'no' : 'yes';
  return {
    ...common,
    outcome: 'succeeded',
    source: outcome.source,
    acted,
    words: wordsOf(effect, acted, outcome.source),
    value,
    error: null,
    redacted: JSON.stringify(value) !== JSON.stringify(outcome.value),
    tainted: untrustedOutput,
    privateData,
    schema: schemaVerdict(app, tool, value),
  };
}

async function outcomeOf(app: App, call: TriedCall, signal: AbortSignal): Promise<Outcome> {
  const { tool, how } = call;
  const { timeoutMs } = tool.definition;
  // Without the output schema: in a run a value that breaks it is lost, here it is what somebody wants to see.
  const { outputSchema: _, ...definition } = tool.definition;
  const request = {
    tool: { ...tool, definition },
    arguments: call.arguments,
    effectKey: call.effectKey ?? '',
  };
  try {
    if (how === 'look_up') {
      const found = await withinTime(app.clock, timeoutMs, signal, (inner) =>
        app.tools.lookUp(request, inner),
      );
      if (found !== null) return { value: found, source: 'look_up' };
    }
    const value = await withinTime(app.clock, timeoutMs, signal, (inner) => app.tools.call(request, inner));
    return { value, source: 'call' };
  } catch (cause) {
    if (cause instanceof StoreUnavailableError) throw cause;
    return { error: recorded(cause, tool.definition.effect) };
  }
}

/** An error without a class of its own is one the adapter did not foresee. */
export function recorded(cause: unknown, effect: EffectClass): RecordedError {
  if (cause instanceof CodedError) return cause.toRecord();
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'unexpected', message, class: effect === 'read' ? 'retryable' : 'unknown' };
}

function schemaVerdict({ schemas }: App, tool: ToolVersion, value: JsonValue): ToolTryShape['schema'] {
  const { outputSchema } = tool.definition;
  if (outputSchema === undefined) return { verdict: 'none', problems: [] };
  const problems = [...schemas.validate(outputSchema, value)];
  return { verdict: problems.length === 0 ? 'fits' : 'breaks', problems };
}

function wordsOf(effect: EffectClass, acted: ToolTryShape['acted'], source: ToolTryShape['source']): string {
  if (effect === 'read') return 'A read: nothing was changed.';
  switch (acted) {
    case 'no':
      return 'The call did not go through: nothing was changed.';
    case 'unknown':
      return 'The call was sent and no readable answer came. Whether it acted is not known: look at the target before you try again.';
    case 'yes':
      return source === 'look_up'
        ? 'An earlier try with this key had acted already. Nothing was sent again.'
        : 'The call was really made and has acted. Bulkhead can not undo it.';
  }
}

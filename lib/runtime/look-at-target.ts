// Looks at what a call would change, as its tool declares it: one read, now; refuses to guess where it can't be seen.
import { canonicalJson } from '@/lib/domain/canonical-json';
import { valueAtPath } from '@/lib/domain/dotted-path';
import { type RecordedError, StoreUnavailableError } from '@/lib/domain/errors';
import type { JsonObject, JsonValue } from '@/lib/domain/json';
import type { Precondition, SeenValue, TargetState } from '@/lib/domain/precondition';
import type { ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { isoAt } from '@/lib/ports/clock';
import type { GateAnswer, GateRequest } from '@/lib/ports/gates';
import { judgeAttempt } from '@/lib/resilience/dependency-fault';
import { undoArguments } from '@/lib/resilience/undo-template';
import type { PutOff } from './effect-holder';
import { lastLook, requireLeave } from './last-look';
import { recorded } from './record-error';
import type { Permit } from './run-control';
import { LONGEST_TARGET_LOOK_MS, MOST_SEEN_CHARS, TARGET_LOOK_AGAIN_MS } from './runtime-constants';
import type { RuntimePorts } from './runtime-ports';
import { spoken } from './stored-payload';
import { withinTime } from './time-limit';

export type TargetLook =
  | { readonly kind: 'seen'; readonly target: TargetState }
  /** It can't be seen now: the call is looked at again later. */
  | { readonly kind: 'put_off'; readonly what: PutOff }
  /** It never can, as things are declared. */
  | { readonly kind: 'impossible'; readonly error: RecordedError };

type LookPorts = Pick<RuntimePorts, 'catalog' | 'tools' | 'schemas' | 'redactor' | 'clock' | 'hash'>;

type Looking = {
  readonly runId: string;
  readonly ports: LookPorts;
  readonly permit: Permit;
  readonly signal: AbortSignal;
  /** Breakers and limits of the tool that looks. */
  readonly ask: (called: GateRequest['called']) => Promise<GateAnswer>;
};

/** The arguments of the look-up for a call with these arguments; null where it lacks one that the look-up needs. */
export function targetArguments(declared: Precondition, asked: JsonObject): JsonObject | null {
  const made = undoArguments(declared, { arguments: asked, result: undefined });
  return made.ok ? made.arguments : null;
}

/**
 * The look-up is part of the tool's contract: the agent needs no grant for it, and it counts as no call of the run. Breakers, limits and stops hold
 * for it as for any call; whatever keeps it from an answer puts the call off.
 */
export async function lookAtTarget(
  declared: Precondition,
  step: ToolStepState,
  looking: Looking,
): Promise<TargetLook> {
  const { catalog, schemas } = looking.ports;
  const tool = await catalog.tool(declared.tool);
  if (tool === null) return impossible(`There is no tool ${declared.tool} to look at the target with.`);
  const { effect, price, inputSchema } = tool.definition;
  if (effect !== 'read' || price !== undefined || tool.definition.kind !== 'http')
    return impossible(`${declared.tool} is no read without a price any more, so it looks at no target.`);
  const asked = targetArguments(declared, step.arguments);
  if (asked === null)
    return impossible(`The look-up with ${declared.tool} needs what this call does not have.`);
  const problems = schemas.validate(inputSchema, asked);
  if (problems.length > 0) {
    const said = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return impossible(`The look-up does not fit ${declared.tool}: ${said}`);
  }
  const answer = await looking.ask({ kind: 'tool', tool });
  if (!answer.passed) {
    const { by, id, waitMs } = answer;
    return { kind: 'put_off', what: { by, id, waitMs } };
  }
  const { clock } = looking.ports;
  const startedMs = clock.monotonicMs();
  const latencyMs = () => Math.max(0, Math.round(clock.monotonicMs() - startedMs));
  try {
    const value = await call(tool, asked, step, looking);
    answer.pass.settle({ verdict: 'answered', latencyMs: latencyMs() });
    return { kind: 'seen', target: stateOf(declared, tool, asked, value, looking.ports) };
  } catch (cause) {
    if (cause instanceof StoreUnavailableError) {
      answer.pass.abandon();
      throw cause;
    }
    const { code, class: errorClass } = recorded(cause, 'retryable');
    const cutShort = code === 'timeout' && timeoutOf(tool) < tool.definition.timeoutMs;
    const judged = judgeAttempt({ code, class: errorClass, mode: 'look_up', cutShort });
    const verdict = judged === 'answered' || judged === 'none' ? judged : 'faulty';
    answer.pass.settle({ verdict, latencyMs: latencyMs() });
    return { kind: 'put_off', what: { by: 'precondition', id: tool.name, waitMs: TARGET_LOOK_AGAIN_MS } };
  }
}

const timeoutOf = ({ definition }: ToolVersion) => Math.min(definition.timeoutMs, LONGEST_TARGET_LOOK_MS);

function call(
  tool: ToolVersion,
  asked: JsonObject,
  step: ToolStepState,
  { runId, ports: { tools, clock }, permit, signal }: Looking,
): Promise<JsonValue> {
  requireLeave(permit);
  const timeoutMs = timeoutOf(tool);
  const beforeSend = lastLook(permit, clock, timeoutMs);
  const asker = { runId, step: step.step };
  const request = { tool, arguments: asked, effectKey: `${runId}:${step.step}`, asker, beforeSend };
  return withinTime(clock, timeoutMs, signal, (inner) => tools.call(request, inner));
}

function stateOf(
  { paths }: Precondition,
  { name, version, definition }: ToolVersion,
  asked: JsonObject,
  result: JsonValue,
  { clock, redactor, hash }: LookPorts,
): TargetState {
  const at = (path: string): SeenValue => {
    const value = path === '' ? result : valueAtPath(result, path);
    if (value === undefined) return { path };
    const kept = spoken(value, redactor);
    const text = canonicalJson(kept);
    const short = `${text.length} characters, SHA-256 ${hash(text)}`;
    return { path, value: text.length > MOST_SEEN_CHARS ? short : kept };
  };
  return {
    tool: name,
    toolVersion: version,
    arguments: spoken(asked, redactor),
    at: isoAt(clock.now()),
    ...(definition.untrustedOutput ? { untrusted: true } : {}),
    seen: (paths ?? ['']).map(at),
  };
}

function impossible(message: string): TargetLook {
  return { kind: 'impossible', error: { code: 'precondition_impossible', message, class: 'fatal' } };
}

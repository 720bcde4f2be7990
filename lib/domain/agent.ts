// An agent as an immutable version: prompt, model, granted tools, bounds and when to ask a person; refuses unknown fields.
import { z } from 'zod';
import { amountWindow } from './amount-window';
import { concurrencyLimit } from './bulkhead';
import { onFailure } from './compensation';
import { escalationChain, onExpiry, timeToDecideMs } from './escalation';
import { jsonSchemaDocument, jsonValue } from './json';
import { modelRouting } from './model-routing';
import { microUsd } from './money';
import { resourceName } from './names';
import { role } from './principal';
import { runLimits } from './run';

/** What a granted tool's argument must be; every given bound has to hold. Paths are dotted. */
export const argumentConstraint = z.strictObject({
  equals: jsonValue.optional(),
  oneOf: z.array(jsonValue).min(1).max(200).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Anchored regular expression over a string, at most 200 characters. */
  pattern: z.string().max(200).optional(),
});
export type ArgumentConstraint = z.infer<typeof argumentConstraint>;

export const toolGrant = z.strictObject({
  name: resourceName,
  constraints: z.record(z.string().max(200), argumentConstraint).optional(),
});
export type ToolGrant = z.infer<typeof toolGrant>;

/** Below a minute nobody could object. */
const LEAST_VETO_MS = 60_000;
const MOST_VETO_MS = 7 * 86_400_000;

const rules = z.strictObject({
  /** A call whose stated confidence is below this asks a person. */
  confidenceBelow: z.number().min(0).max(1).default(0.7),
  /** What a missing confidence means for calls that are not reads. */
  whenConfidenceMissing: z.enum(['allow', 'escalate']).default('escalate'),
  /** An amount above this, in the tool's own unit, asks a person. */
  amountAbove: z.number().min(0).default(500),
  /** Sums over a time that ask a person; none when absent. */
  windows: z.array(amountWindow).max(20).optional(),
  /** A sensitive argument that may come from outsiders; `ask` when absent. */
  onUntrustedArgument: z.enum(['ask', 'deny']).optional(),
  /** Text of outsiders looks as if it were meant for the model: `ask` when absent, before every call but a read that stays inside. */
  onInjectionSuspected: z.enum(['ask', 'note']).optional(),
  /** Of calls that nothing stands against and that are no reads, the share that is looked at all the same, at least: it rises while people disagree. 0 when absent. */
  sampleRate: z.number().min(0).max(1).optional(),
  alwaysAsk: z.array(resourceName).max(100).default([]),
  /** Who may decide, besides admins. */
  role: role.default('approver'),
  quorum: z.number().int().min(1).max(5).default(1),
  /** Whether the person who started the run may approve its calls. */
  selfApproval: z.enum(['allow', 'forbid']).default('forbid'),
  expiresMs: timeToDecideMs.default(60 * 60_000),
  /** Whether one decision may take several calls that are alike; `alike` when absent. */
  batch: z.enum(['alike', 'never']).optional(),
  onExpiry: onExpiry.default('reject'),
  /** With `escalate`: who is asked next, in their order; what the last of them leaves undecided is rejected. */
  escalateTo: escalationChain.optional(),
  /**
   * What the policy lets run unopposed (`@veto("allowed")`) and can be undone runs this long after it was announced, unless somebody objects. Every
   * such call waits for a decision when absent.
   */
  vetoMs: z.number().int().min(LEAST_VETO_MS).max(MOST_VETO_MS).optional(),
});
export const escalationRules = rules.superRefine(
  ({ onExpiry: then, escalateTo, vetoMs, quorum }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (then === 'escalate' && escalateTo === undefined) wrong('escalateTo', 'must name who is asked next');
    if (then === 'reject' && escalateTo !== undefined)
      wrong('onExpiry', 'must be escalate where escalateTo names who is asked next');
    if (vetoMs !== undefined && quorum > 1)
      wrong('vetoMs', 'can not stand in for several people: quorum must be 1');
  },
);
export type EscalationRules = z.infer<typeof escalationRules>;

/** A week: somebody who is away for some days still finds the run as it stopped. */
export const FAIL_AT_BOUND_AFTER_MS = 7 * 86_400_000;

export const agentDefinition = z.strictObject({
  description: z.string().min(1).max(2_000),
  mode: z.literal('agent').default('agent'),
  prompt: z.string().min(1).max(50_000),
  model: resourceName,
  /** Stronger models, and when they are asked; left out, only `model` is. */
  routing: modelRouting.optional(),
  tools: z.array(toolGrant).max(100).default([]),
  inputSchema: jsonSchemaDocument,
  outputSchema: jsonSchemaDocument.optional(),
  limits: runLimits.prefault({}),
  /** Of its runs running at once, in all processes; the others wait, queued. */
  concurrency: concurrencyLimit.optional(),
  escalation: escalationRules.prefault({}),
  /** `keep` when absent. */
  onFailure: onFailure.optional(),
  /** While its oldest due run has waited longer than this for a worker, new ones are refused; left out, none is. */
  shedAfterMs: z.number().int().min(1_000).max(86_400_000).optional(),
  /** Of all its runs together, as attempts are settled: an agent that spends more within a minute is paused until a person lets it go on. */
  maxCostPerMinuteMicroUsd: microUsd.optional(),
  /** A run that stands at one of its bounds for longer than this fails with what it has; FAIL_AT_BOUND_AFTER_MS when absent. */
  /** A model whose price nobody knows is called all the same, bounded by tokens alone; left out, it is not called. */
  unpriced: z.literal('tokens-only').optional(),
  failAtBoundAfterMs: z
    .number()
    .int()
    .min(1_000)
    .max(90 * 86_400_000)
    .optional(),
  /**
   * Of what a run may cost, what is kept back for one last summary by the model where its tokens, its cost or a budget stop it; at most a quarter of
   * the run's bound is. None is made when absent.
   */
  summaryReserveMicroUsd: microUsd.optional(),
  /** Whether the time that a person takes to decide is time of the run; `excluded` when absent. */
  approvalWaits: z.enum(['excluded', 'counted']).optional(),
  labels: z.record(z.string().max(60), z.string().max(200)).default({}),
});
export type AgentDefinition = z.infer<typeof agentDefinition>;
export type AgentVersion = {
  readonly name: string;
  readonly version: number;
  readonly definition: AgentDefinition;
};

// Whether one call may be sent now: deny before await_approval before admit, with every reason; refuses nothing silently.
import type { Admission, AdmissionReason, AdmissionVerdict, PolicyVerdict } from '@/lib/domain/admission';
import type { EscalationRules, ToolGrant } from '@/lib/domain/agent';
import type { WindowFact } from '@/lib/domain/amount-window';
import type { JsonObject } from '@/lib/domain/json';
import type { Role } from '@/lib/domain/principal';
import type { SamplingFact } from '@/lib/domain/sampling';
import type { ToolVersion } from '@/lib/domain/tool';
import { amountOf, amountReasons } from './amount-rule';
import { confidenceReasons } from './confidence-rule';
import { type FollowUpFacts, followUpReasons } from './follow-up-rule';
import { grantReasons, type MatchedPatterns } from './grant-rule';
import { samplingReasons } from './sampling-rule';
import { secretReasons } from './secret-rule';
import { argumentSources, sensitiveReasons, type TaintFacts } from './sensitive-argument-rule';
import { suspicionReasons } from './suspicion-rule';
import { type Unattended, unattendedReasons } from './unattended-rule';
import { allowsVeto } from './veto-rule';
import { windowReasons } from './window-rule';

/** Everything the verdict rests on; recorded, so that the same facts give the same verdict in a replay. */
export type AdmissionFacts = {
  readonly grants: readonly ToolGrant[];
  readonly escalation: EscalationRules;
  readonly tool: ToolVersion;
  readonly arguments: JsonObject;
  readonly matchedPatterns: MatchedPatterns;
  readonly policy: PolicyVerdict;
  /** As the model stated it; null when it said nothing. */
  readonly confidence: number | null;
  /** Untrusted content is in the context. */
  readonly tainted: boolean;
  readonly privateDataSeen: boolean;
  /** Of a tainted call; null where outsiders had no part in it. */
  readonly taint?: TaintFacts | null;
  /** Names of registered secrets that its arguments hold, in any form. */
  readonly secrets?: readonly string[];
  /** The secret mark of the run's prompt stands in its arguments. */
  readonly leaksCanary?: boolean;
  /** It undoes an effect: its tool's declaration grants it, and no model states a confidence. */
  readonly isUndo?: boolean;
  /** Of a call that contacts somebody. */
  readonly followUp?: FollowUpFacts | null;
  readonly unattended?: Unattended | null;
  /** Of a call that counts in windows of its agent. */
  readonly windows?: readonly WindowFact[];
  /** Of a call that may be picked for review. */
  readonly sampling?: SamplingFact | null;
};

export function admit(facts: AdmissionFacts): Admission {
  const { tool, policy, confidence, tainted } = facts;
  const taint = facts.taint ?? null;
  const sources = taint === null ? [] : argumentSources(facts, taint);
  const asking = policyReasons(policy);
  const others = [
    ...(facts.isUndo ? [] : grantReasons(facts)),
    ...contractReasons(facts),
    ...(facts.isUndo ? [] : confidenceReasons(facts)),
    ...amountReasons(facts),
    ...windowReasons(facts.windows ?? []),
    ...secretReasons(tool.name, facts.secrets ?? []),
    ...canaryReasons(facts),
    ...taintReasons(facts),
    ...sensitiveReasons(sources, tool, facts.escalation),
    ...suspicionReasons(taint?.suspected ?? [], tool, facts.escalation),
    ...followUpReasons(facts.followUp ?? null),
  ];
  const found = [...asking, ...others];
  const sampled = samplingReasons(facts.sampling ?? null, found);
  const beyond = [...sampled, ...unattendedReasons(facts.unattended ?? null, found)];
  const reasons = [...found, ...beyond];
  return {
    verdict: verdictOf(reasons),
    reasons,
    policy,
    confidence,
    amount: amountOf(tool, facts.arguments),
    amountUnit: tool.definition.amountUnit ?? null,
    ...windowsOf(facts),
    ...(facts.sampling ? { sampling: facts.sampling } : {}),
    tainted,
    ...(taint === null ? {} : { taintPath: taint.path }),
    ...(sources.length === 0 ? {} : { argumentSources: sources }),
    ...(taint === null || taint.suspected.length === 0 ? {} : { suspected: [...taint.suspected] }),
    ...contactsOf(facts),
    ...(allowsVeto(facts, [...others, ...beyond]) ? { veto: true as const } : {}),
  };
}

function windowsOf({ windows = [] }: AdmissionFacts): Pick<Admission, 'windows'> {
  return windows.length === 0 ? {} : { windows: [...windows] };
}

function contactsOf({ followUp }: AdmissionFacts): Pick<Admission, 'contacts'> {
  if (followUp === undefined || followUp === null) return {};
  const { correlationKey, sent, most } = followUp;
  return { contacts: { correlationKey, sent, most } };
}

/** Who may decide: a role that the policy names stands above the agent's own choice. */
export function requiredRole(policy: PolicyVerdict, escalation: EscalationRules): Role {
  return policy.requiredRole ?? escalation.role;
}

function verdictOf(reasons: readonly AdmissionReason[]): AdmissionVerdict {
  if (reasons.some((reason) => reason.verdict === 'deny')) return 'deny';
  return reasons.length > 0 ? 'await_approval' : 'admit';
}

function policyReasons(policy: PolicyVerdict): AdmissionReason[] {
  if (policy.effect === 'permit') return [];
  const verdict = policy.effect === 'deny' ? 'deny' : 'await_approval';
  const named = policy.rules.filter((rule) => rule.effect === policy.effect);
  if (named.length > 0) return named.map(({ id, message }) => ({ rule: id, verdict, message }));
  const message =
    verdict === 'deny'
      ? 'The policy does not permit this call.'
      : 'The policy wants a person to look at this call.';
  return [{ rule: 'policy', verdict, message }];
}

/** What the tool's own declaration and the agent's list ask for, whatever the figures. */
function contractReasons({ tool, escalation }: AdmissionFacts): AdmissionReason[] {
  const reasons: AdmissionReason[] = [];
  const ask = (rule: string, message: string) => reasons.push({ rule, verdict: 'await_approval', message });
  if (escalation.alwaysAsk.includes(tool.name)) {
    ask('escalation.alwaysAsk', `This agent asks before every call of ${tool.name}.`);
  }
  if (tool.definition.builtin === 'ask_person') ask('tool.question', 'The agent asks a person.');
  if (tool.definition.risk === 'high') ask('tool.risk', `${tool.name} is declared as high risk.`);
  if (tool.definition.effect === 'unsafe') {
    ask('tool.effect', `${tool.name} can neither be repeated safely nor checked afterwards.`);
  }
  return reasons;
}

function canaryReasons({ tool, leaksCanary }: AdmissionFacts): AdmissionReason[] {
  if (!leaksCanary) return [];
  const message = `The secret mark of this run’s prompt stands in the arguments of ${tool.name}: it would give the prompt away.`;
  return [{ rule: 'canary', verdict: 'deny', message }];
}

function taintReasons({ tool, tainted, privateDataSeen }: AdmissionFacts): AdmissionReason[] {
  if (!tainted || !privateDataSeen || !tool.definition.externalSink) return [];
  const message = `${tool.name} sends data out, private data was read, and text from outsiders is in the context.`;
  return [{ rule: 'tool.externalSink', verdict: 'await_approval', message }];
}

// Whether a call is permitted, denied or needs a person, by rules that stand outside the agent; any error is a denial.
import type { PolicyVerdict } from '../domain/admission';
import type { JsonObject } from '../domain/json';
import type { TriggerKind } from '../domain/run';
import type { EffectClass, RiskTier } from '../domain/tool';

export type PolicyRequest = {
  readonly agent: string;
  readonly tool: string;
  readonly toolVersion: number;
  readonly effect: EffectClass;
  readonly risk: RiskTier;
  readonly externalSink: boolean;
  readonly arguments: JsonObject;
  readonly amount: number | null;
  readonly tainted: boolean;
  readonly privateDataSeen: boolean;
  readonly trigger: TriggerKind;
};

export interface Policy {
  evaluate(request: PolicyRequest): Promise<PolicyVerdict>;
}

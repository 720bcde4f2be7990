// Whether a call is permitted, denied or needs a person, by rules that stand outside the agent; any error is a denial.
import type { PolicyFacts, PolicyVerdict } from '../domain/admission';
import type { JsonObject, JsonSchemaDocument } from '../domain/json';
import type { PolicyTexts } from '../domain/policy-set';

export type PolicyRequest = PolicyFacts & {
  readonly arguments: JsonObject;
  /** The tool's own: it says what the numbers in the arguments are. */
  readonly inputSchema: JsonSchemaDocument;
};

export interface Policy {
  /** @throws StoreUnavailableError alone: which rules hold can't be known without the store. */
  evaluate(request: PolicyRequest): Promise<PolicyVerdict>;
}

/** What was once published, asked as if it still were; what there is none of permits nothing. */
export interface PolicyVersions {
  at(version: number): Policy;
}

/** One immutable version of the rules. */
export type PolicyVersionText = { readonly version: string; readonly texts: PolicyTexts };

/** What is published: `active` decides (null where there is none, and then nothing is permitted), `candidate` is only logged. */
export type PolicyInForce = {
  readonly active: PolicyVersionText | null;
  readonly candidate: PolicyVersionText | null;
};

export interface PolicySource {
  /** At most a second old. @throws StoreUnavailableError */
  inForce(): Promise<PolicyInForce>;
}

/** What a candidate would have said otherwise of one admission. */
export type PolicyDifference = {
  readonly runId: string;
  /** Of the row that holds the admission. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly version: number;
  readonly step: number;
  readonly agent: string;
  readonly tool: string;
  readonly decided: PolicyVerdict['effect'];
  readonly said: PolicyVerdict['effect'];
  /** By name, those that determine what it would have said. */
  readonly rules: readonly string[];
};

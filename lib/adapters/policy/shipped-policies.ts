// The rules that Bulkhead comes with, the first published version of every installation.
import type { PolicyTexts } from '../../domain/policy-set';

export const SHIPPED_POLICIES: PolicyTexts = {
  floor: `// What nobody can allow: no approval, no role, no other rule. Only administrators change it.

@id("floor.destructive")
@message("The tool is labelled destructive, and nothing labelled so is ever called.")
forbid (principal, action, resource)
when { resource.hasTag("destructive") };
`,
  permit: `// What may be done at all. A call that nothing here permits is denied; one forbid is enough to deny.

@id("default.permit-read")
@message("A read changes nothing.")
permit (principal, action, resource)
when { resource.effect == "read" };

@id("default.permit-effects")
@message("The tool declares its effect, and the agent is granted the tool.")
permit (principal, action, resource)
when { ["idempotent", "reconcilable", "unsafe"].contains(resource.effect) };

@id("default.deny-negative-amount")
@message("The amount is negative or no number, so no threshold could hold it.")
forbid (principal, action, resource)
when { context has amount && context.amount < 0 };
`,
  ask: `// Of what is permitted, that which needs a person. @role names who decides; without it the agent's own choice holds.

@id("default.ask-high-risk")
@message("The tool is declared as high risk.")
permit (principal, action, resource)
when { resource.risk == "high" };

@id("default.ask-unsafe")
@message("The effect can neither be repeated safely nor looked up afterwards, and the tool is not low risk.")
permit (principal, action, resource)
when { resource.effect == "unsafe" && resource.risk != "low" };

@id("default.ask-tainted-exfiltration")
@message("Untrusted text and private data are in the context, and what is sent leaves the organisation.")
permit (principal, action, resource)
when { context.tainted && context.privateDataSeen && resource.externalSink };
`,
};

/** The version that the first migration with policies publishes. */
export const SHIPPED_VERSION = '1';

// Rules to begin with; each is put into the draft as it stands and then changed.
import type { PolicySetName } from '@/lib/domain/policy-set';

export type RuleExample = { readonly set: PolicySetName; readonly title: string; readonly text: string };

export const RULE_EXAMPLES: readonly RuleExample[] = [
  {
    set: 'floor',
    title: 'Never pay more than a bound',
    text: `@id("floor.largest-amount")
@message("No call moves more than 10 000.")
forbid (principal, action, resource)
when { context has amount && context.amount > 1000000 };
`,
  },
  {
    set: 'permit',
    title: 'Send nothing out after text from outsiders',
    text: `@id("tainted.nothing-leaves")
@message("After text from outsiders nothing is sent out.")
forbid (principal, action, resource)
when { context.tainted && resource.externalSink };
`,
  },
  {
    set: 'permit',
    title: 'A team’s tools are for its own agents',
    text: `@id("team.own-tools")
@message("The tool belongs to another team.")
forbid (principal, action, resource)
when {
  resource.hasTag("team") &&
  !(principal.hasTag("team") && principal.getTag("team") == resource.getTag("team"))
};
`,
  },
  {
    set: 'ask',
    title: 'Large amounts are an administrator’s',
    text: `@id("amounts.large")
@message("Amounts above 1 000 are an administrator's.")
@role("admin")
permit (principal, action, resource)
when { context has amount && context.amount > 100000 };
`,
  },
  {
    set: 'ask',
    title: 'A person looks where the model is not sure',
    text: `@id("effects.unsure")
@message("The model is less than 80 % sure.")
permit (principal, action, resource)
when {
  resource.effect != "read" &&
  context has confidencePercent && context.confidencePercent < 80
};
`,
  },
  {
    set: 'ask',
    title: 'What starts without a person needs one',
    text: `@id("effects.not-by-form")
@message("The run was not started by a person in the console.")
permit (principal, action, resource)
when { resource.effect != "read" && context.trigger != "form" };
`,
  },
];

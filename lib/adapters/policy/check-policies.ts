// Checks a policy before anybody relies on it: can it be read, does it fit the tools there are, can each of its rules ever apply.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyProblem, PolicyRule, PolicyTexts } from '../../domain/policy-set';
import { problemsOf } from './cedar-problems';
import { ANY_TOOL, cedarSchema, type KnownNames } from './cedar-schema';
import { type ReadRule, readRules } from './read-rules';

export type CheckedPolicies = {
  readonly rules: readonly PolicyRule[];
  readonly problems: readonly PolicyProblem[];
};

/** Never throws. A text with no error among its problems can be published. */
export function checkPolicies(texts: PolicyTexts, known: KnownNames): CheckedPolicies {
  const { rules, problems } = readRules(texts);
  const said = rules.map(({ json: _, ...rule }) => rule);
  return { rules: said, problems: [...problems, ...validated(rules, known), ...strangers(rules, known)] };
}

/** Cedar answers with success while it lists errors. */
function validated(rules: readonly ReadRule[], known: KnownNames): PolicyProblem[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const answer = cedar.validate({
    // safe because it is Cedar's own JSON form, whose types don't take readonly records
    schema: cedarSchema(known) as unknown as cedar.Schema,
    policies: { staticPolicies: Object.fromEntries(rules.map(({ id, text }) => [id, text])) },
  });
  if (answer.type === 'failure') return answer.errors.map((error) => overall(error.message));
  const placed = (found: readonly cedar.ValidationError[], severity: PolicyProblem['severity']) =>
    found.flatMap(({ policyId, error }) => {
      const rule = byId.get(policyId);
      if (rule === undefined) return [overall(error.message)];
      const { set, text, line } = rule;
      return problemsOf(error, { set, text, line, rule: policyId, severity });
    });
  return [
    ...onceEach(placed(answer.validationErrors, 'error')),
    ...placed(answer.validationWarnings, 'warning'),
  ];
}

/** Cedar says the same for each tool that a rule is about; the first one stands for all. */
function onceEach(problems: readonly PolicyProblem[]): PolicyProblem[] {
  const said = new Map<string, PolicyProblem>();
  for (const problem of problems) {
    const message = problem.message.replace(`Action::"${ANY_TOOL}"`, 'any tool');
    const key = `${problem.rule} ${problem.line} ${message.replace(/(Action::"[^"]*"|any tool)/g, '')}`;
    if (!said.has(key)) said.set(key, { ...problem, message });
  }
  return [...said.values()];
}

function overall(message: string): PolicyProblem {
  return { set: 'permit', rule: null, line: null, severity: 'error', message };
}

/** Agents and tools that there are not: Cedar takes any name for one. */
function strangers(rules: readonly ReadRule[], { agents, tools }: KnownNames): PolicyProblem[] {
  const names = { Agent: new Set(agents), Tool: new Set(tools.map(({ name }) => name)) };
  return rules.flatMap(({ set, id, line, json }) =>
    entitiesIn(json).flatMap(([type, name]): PolicyProblem[] => {
      if (names[type].has(name)) return [];
      const what = type === 'Agent' ? 'agent' : 'tool';
      return [{ set, rule: id, line, severity: 'warning', message: `There is no ${what} named ${name}.` }];
    }),
  );
}

function entitiesIn(json: unknown): ['Agent' | 'Tool', string][] {
  if (typeof json !== 'object' || json === null) return [];
  const { type, id } = json as { type?: unknown; id?: unknown }; // safe because both are looked at before they are used
  if ((type === 'Agent' || type === 'Tool') && typeof id === 'string') return [[type, id]];
  return Object.values(json).flatMap(entitiesIn);
}

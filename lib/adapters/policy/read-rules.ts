// Reads the rules out of the three texts: each is named by its @id and says in a @message what it means. Refuses what has no name, or has one twice.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import {
  MAX_POLICY_CHARS,
  POLICY_SETS,
  type PolicyProblem,
  type PolicyRule,
  type PolicySetName,
  type PolicyTexts,
} from '../../domain/policy-set';
import { ROLES, type Role } from '../../domain/principal';
import { lineOf, problemsOf } from './cedar-problems';

export type ReadRule = PolicyRule & { readonly json: cedar.PolicyJson };
export type ReadRules = { readonly rules: readonly ReadRule[]; readonly problems: readonly PolicyProblem[] };

const ID = /^[a-z0-9]+([._-][a-z0-9]+)*$/;
/** What the engine itself denies with is named so. */
const RESERVED = /^policy(\.|$)/;
const MOST_RULES = 2_000;

/** Never throws: what can't be read is a problem. */
export function readRules(texts: PolicyTexts): ReadRules {
  const parts = POLICY_SETS.map((set) => readText(set, texts[set]));
  const rules = parts.flatMap((part) => part.rules);
  const problems = parts.flatMap((part) => part.problems);
  const names = new Map<string, ReadRule>();
  for (const rule of rules) {
    const first = names.get(rule.id);
    if (first === undefined) names.set(rule.id, rule);
    else
      problems.push(
        error(rule, `${rule.id} is the name of a rule in ${first.set}, line ${first.line}, too.`),
      );
  }
  const [last] = rules.slice(-1);
  if (rules.length > MOST_RULES && last !== undefined)
    problems.push(error(last, `These are ${rules.length} rules, and at most ${MOST_RULES} are read.`));
  return { rules, problems };
}

function readText(set: PolicySetName, text: string): { rules: ReadRule[]; problems: PolicyProblem[] } {
  if (text.length > MAX_POLICY_CHARS) {
    const message = `The text has ${text.length} characters, and at most ${MAX_POLICY_CHARS} are read.`;
    return { rules: [], problems: [{ set, rule: null, line: null, severity: 'error', message }] };
  }
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure')
    return { rules: [], problems: parts.errors.flatMap((one) => problemsOf(one, { set, text })) };
  const problems: PolicyProblem[] = parts.policy_templates.map((template) => ({
    set,
    rule: null,
    line: lineOf(text, startOf(text, template)),
    severity: 'error',
    message: 'A template, with ?principal or ?resource, is not a rule: name what it is about.',
  }));
  const placed = parts.policies.map((source) => ({ source, start: startOf(text, source) }));
  placed.sort((left, right) => left.start - right.start);
  const rules: ReadRule[] = [];
  for (const { source, start } of placed) {
    const read = readRule(set, source, lineOf(text, start));
    problems.push(...read.problems);
    if (read.rule !== null) rules.push(read.rule);
  }
  return { rules, problems };
}

function readRule(
  set: PolicySetName,
  text: string,
  line: number,
): { rule: ReadRule | null; problems: PolicyProblem[] } {
  const parsed = cedar.policyToJson(text);
  if (parsed.type === 'failure')
    return { rule: null, problems: parsed.errors.flatMap((one) => problemsOf(one, { set, text, line })) };
  const { json } = parsed;
  const { id, message, role, veto } = json.annotations ?? {};
  const place = { set, id: id ?? null, line };
  if (id === undefined || !ID.test(id) || id.length > 100 || RESERVED.test(id)) {
    const wanted = 'lower-case letters and digits, parted by . _ or -, not beginning with policy';
    return { rule: null, problems: [error(place, `The rule needs a name, @id("…"): ${wanted}.`)] };
  }
  const problems: PolicyProblem[] = [];
  const effect = EFFECTS[set][json.effect];
  if (effect === undefined) problems.push(error(place, WRONG_EFFECT[set]));
  const asked = roleNamed(role);
  if (role !== undefined && asked === null)
    problems.push(error(place, `@role("${role}") is no role; roles are ${ROLES.join(', ')}.`));
  if (asked !== null && !mayDecide(asked))
    problems.push(error(place, `@role("${role}"): nobody with this role may decide; say approver or admin.`));
  if (role !== undefined && set !== 'ask')
    problems.push(error(place, '@role says who is asked, so it belongs to a rule of the ask set.'));
  if (veto !== undefined && veto !== 'allowed')
    problems.push(error(place, `@veto("${veto}") says nothing: it is @veto("allowed") or not there.`));
  if (veto !== undefined && set !== 'ask')
    problems.push(
      error(
        place,
        '@veto says that silence is enough where a rule asks, so it belongs to a rule of the ask set.',
      ),
    );
  if (!message)
    problems.push({ ...error(place, 'Without a @message, people read only its name.'), severity: 'warning' });
  if (effect === undefined) return { rule: null, problems };
  const said = message || `The rule ${id} applies.`;
  const allowsVeto = set === 'ask' && veto === 'allowed';
  return {
    rule: { set, id, effect, message: said, role: asked, veto: allowsVeto, line, text, json },
    problems,
  };
}

const EFFECTS: {
  readonly [S in PolicySetName]: { readonly [E in cedar.Effect]?: PolicyRule['effect'] };
} = {
  floor: { forbid: 'deny' },
  permit: { permit: 'permit', forbid: 'deny' },
  ask: { permit: 'ask' },
};
const WRONG_EFFECT: { readonly [S in PolicySetName]: string } = {
  floor: 'The floor only forbids: what is permitted stands in the permit set.',
  permit: '',
  ask: 'A rule of the ask set is a permit: where it applies, a person is asked. Leave cases out with unless.',
};

function roleNamed(name: string | undefined): Role | null {
  return ROLES.find((one) => one === name) ?? null;
}

/** Roles that hold approvals:decide. */
export function mayDecide(role: Role): boolean {
  return role === 'approver' || role === 'admin';
}

type Place = { readonly set: PolicySetName; readonly id: string | null; readonly line: number };

function error({ set, id, line }: Place, message: string): PolicyProblem {
  return { set, rule: id, line, severity: 'error', message };
}

/** Where a part stands: parts are given back as they were written. One that is commented out on the same line is passed over. */
function startOf(text: string, part: string): number {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    if (!before.includes('//')) return at;
  }
  return Math.max(text.indexOf(part), 0);
}

// How the policy is said in words: its three sets, what a rule does, and what the engine itself denies with.
import type { PolicyProblem, PolicyRule, PolicySetName } from '@/lib/domain/policy-set';
import type { StateName } from '../ui/state-name';

export const SET_WORDS: { readonly [S in PolicySetName]: { readonly title: string; readonly says: string } } =
  {
    floor: {
      title: 'Floor',
      says: 'Never, whoever approves and whatever else is written. Only administrators change it.',
    },
    permit: {
      title: 'Permit',
      says: 'What may be done at all. What nothing here permits is denied, and one rule that denies is enough.',
    },
    ask: { title: 'Ask', says: 'Of what is permitted, that which a person has to approve.' },
  };

export const EFFECT_WORDS: {
  readonly [E in PolicyRule['effect']]: { readonly word: string; readonly state: StateName };
} = {
  permit: { word: 'Permits', state: 'succeeded' },
  ask: { word: 'Asks', state: 'waiting' },
  deny: { word: 'Denies', state: 'failed' },
};

/** What stands as a rule in an admission and in no text: the engine's own denials. */
const OWN: Readonly<Record<string, string>> = {
  'policy.unmatched': 'No rule permitted the call, and what no rule permits is denied.',
  'policy.evaluation-failed':
    'A rule could not be judged for this call. Any such rule denies; the reason on the step names it.',
  'policy.unrepresentable':
    'The call holds a value that no rule can judge exactly, such as a number with too many digits, and a rule reads it.',
  'policy.none-active': 'No version was published, and without one nothing is permitted.',
  'policy.unreadable': 'The published version could not be read, and then nothing is permitted.',
  'policy.error': 'The policy could not be asked, and then nothing is permitted.',
};

export function ownRuleWords(id: string): string | undefined {
  return OWN[id];
}

export function placeOf({ set, line }: Pick<PolicyProblem, 'set' | 'line'>): string {
  return line === null ? SET_WORDS[set].title : `${SET_WORDS[set].title}, line ${line}`;
}

export function countOf(problems: readonly PolicyProblem[], severity: PolicyProblem['severity']): number {
  return problems.filter((problem) => problem.severity === severity).length;
}

const DONE: { readonly [E in PolicyRule['effect']]: string } = {
  permit: 'permitted',
  ask: 'asked about',
  deny: 'denied',
};

/** How a call would go another way, to go on after a number or alone. */
export function changeWords({
  decided,
  said,
}: {
  readonly decided: PolicyRule['effect'];
  readonly said: PolicyRule['effect'];
}): string {
  return decided === said ? `${DONE[said]} in another role` : `${DONE[said]} instead of ${DONE[decided]}`;
}

type Changed = { readonly active: Told; readonly draft: Told };
type Told = { readonly effect: PolicyRule['effect'] };

/** How many in which way: “: 2 newly asked, 1 newly denied”; empty where there are none. */
export function changeCounts(changes: readonly Changed[]): string {
  const counts = new Map<string, number>();
  for (const { active, draft } of changes) {
    const way =
      active.effect === draft.effect
        ? `${DONE[draft.effect]} in another role`
        : `newly ${DONE[draft.effect]}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  const said = [...counts].map(([way, count]) => `${count} ${way}`);
  return said.length === 0 ? '' : `: ${said.join(', ')}`;
}

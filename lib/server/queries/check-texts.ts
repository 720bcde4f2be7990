// Checks texts of a policy against what there is. The same texts and names are checked once: a long policy takes a second of a process.
import 'server-only';
import { type CheckedPolicies, checkPolicies } from '../../adapters/policy/check-policies';
import { RecentAnswers } from '../../adapters/policy/recent-answers';
import type { PolicyTexts } from '../../domain/policy-set';
import { readPolicyNames } from '../../store/read/policy-names';
import type { App } from '../app';

const recent = new RecentAnswers<CheckedPolicies>(12);

export async function checkTexts({ db, hash }: Pick<App, 'db' | 'hash'>, texts: PolicyTexts) {
  const names = await readPolicyNames(db);
  const { rules, problems } = recent.of(hash(JSON.stringify([texts, names])), () =>
    checkPolicies(texts, names),
  );
  return { rules: [...rules], problems: [...problems] };
}

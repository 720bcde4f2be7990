// What decides now, in words, and above it what is logged beside it. A link from a step points at one rule.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { PoliciesShape } from '@/lib/contract/policy';
import { policyVersionOptions } from '@/lib/query/policies';
import { Banner } from '../ui/banner';
import { EmptyState } from '../ui/empty-state';
import { RelativeTime } from '../ui/relative-time';
import { CandidateDifferences } from './candidate-differences';
import { CandidateStrip } from './candidate-strip';
import { countOf, ownRuleWords } from './policy-words';
import { RuleList } from './rule-list';

type RulesTabProps = {
  now: PoliciesShape;
  rule: string | null;
  version: number | null;
  mayChange: boolean;
};

export function RulesTab({ now, rule, version, mayChange }: RulesTabProps) {
  const { active } = now;
  const of = version ?? active?.version ?? null;
  const earlier = useQuery({
    ...policyVersionOptions(of ?? 0),
    enabled: of !== null && of !== active?.version,
  });
  const shown = of === active?.version ? active : (earlier.data ?? active);
  const own = rule === null ? undefined : ownRuleWords(rule);
  const isGone = rule !== null && own === undefined && shown?.rules.every(({ id }) => id !== rule) === true;
  return (
    <>
      {active === null && (
        <Banner state="failed" title="No version is published." urgent>
          Nothing is permitted until one is: publish the draft, or roll back to a version from the history.
        </Banner>
      )}
      {active !== null && countOf(active.problems, 'error') > 0 && (
        <Banner state="failed" title="The active rules no longer fit the tools there are.">
          {active.problems.find(({ severity }) => severity === 'error')?.message}
        </Banner>
      )}
      {own !== undefined && (
        <Banner state="neutral" title={rule}>
          {own}
        </Banner>
      )}
      {isGone && (
        <Banner state="neutral" title={rule}>
          This version has no rule of that name: an agent’s or a tool’s own setting, or a rule of another
          version.
        </Banner>
      )}
      {now.candidate !== null && <CandidateStrip now={now} candidate={now.candidate} mayChange={mayChange} />}
      {now.candidate !== null && (
        <CandidateDifferences candidate={now.candidate} counts={now.candidateDifferences} />
      )}
      {shown === null ? (
        <EmptyState title="No rule decides">What is published stands here, in words.</EmptyState>
      ) : (
        <>
          <p className="px-4 py-2 text-xs text-muted max-md:px-3">
            Version {shown.version}
            {shown.version === active?.version ? ', active' : ', not active any more'}. Written by{' '}
            {shown.by.label} <RelativeTime at={shown.at} />.
          </p>
          <RuleList rules={shown.rules} shown={rule} />
        </>
      )}
    </>
  );
}

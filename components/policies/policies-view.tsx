// The policy: what decides, the draft of what comes next, a call that is tried on both, and what was changed. What is looked at stands in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { plural } from '@/lib/format/count';
import { policiesOptions } from '@/lib/query/policies';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { PageHead } from '../ui/page-head';
import { Tabs } from '../ui/tabs';
import { DraftTab } from './draft-tab';
import { HistoryTab } from './history-tab';
import { POLICY_TABS, policiesParsers } from './policies-params';
import { RulesTab } from './rules-tab';
import { SimulateTab } from './simulate-tab';

export function PoliciesView() {
  const [{ tab, rule, version }, set] = useQueryStates(policiesParsers);
  const query = useQuery(policiesOptions());
  const mayChange = useMay('policies:write');
  const now = query.data;
  const active = now?.active;
  const sub =
    now === undefined
      ? undefined
      : active == null
        ? 'no version is active'
        : `version ${active.version}, ${plural(active.rules.length, 'rule')}`;
  return (
    <>
      <PageHead title="Policies" {...(sub === undefined ? {} : { sub })} />
      <StaleBanner query={query} />
      {now === undefined ? (
        <Loading what="The policy" query={query} rows={8} />
      ) : (
        <Tabs
          label="The policy"
          value={tab}
          onValueChange={(next) => {
            const chosen = POLICY_TABS.find((one) => one === next) ?? 'rules';
            void set({ tab: chosen, rule: null, version: null }, { history: 'push' });
          }}
          items={[
            {
              value: 'rules',
              label: 'Rules',
              content: <RulesTab now={now} rule={rule} version={version} mayChange={mayChange} />,
            },
            { value: 'draft', label: 'Draft', content: <DraftTab now={now} mayChange={mayChange} /> },
            ...(mayChange ? [{ value: 'simulate', label: 'Simulate', content: <SimulateTab /> }] : []),
            { value: 'history', label: 'History', content: <HistoryTab now={now} mayChange={mayChange} /> },
          ]}
        />
      )}
    </>
  );
}

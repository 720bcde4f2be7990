// What the agent page shows, as it stands in the URL: the tab, and the two versions that are compared.
'use client';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const AGENT_TABS = ['overview', 'versions', 'definition'] as const;
export type AgentTab = (typeof AGENT_TABS)[number];

const parsers = {
  tab: parseAsStringLiteral(AGENT_TABS).withDefault('overview'),
  from: parseAsInteger,
  to: parseAsInteger,
};

export function useAgentView() {
  return useQueryStates(parsers);
}

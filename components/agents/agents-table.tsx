// The rows of the list of agents, and the keys that walk them. The whole row is the target, its name is the link.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { AgentListItem } from '@/lib/contract/agent';
import { formatCount } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { neighbour } from '../ui/neighbour';
import { RelativeTime } from '../ui/relative-time';
import { State } from '../ui/state';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import { usePageKeys } from '../ui/use-page-keys';
import { successWords } from './success-words';

const linkId = (name: string): string => `agent-${name}`;

export function AgentsTable({ agents }: { agents: readonly AgentListItem[] }) {
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const walk = (by: 1 | -1): void => {
    const next = neighbour(
      agents.map(({ name }) => name),
      focused,
      by,
    );
    if (next === undefined) return;
    setFocused(next);
    document.getElementById(linkId(next))?.focus();
  };
  usePageKeys({
    j: { label: 'Next agent', act: () => walk(1), repeats: true },
    k: { label: 'Agent before', act: () => walk(-1), repeats: true },
  });
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <Table>
        <TableHead sticky className="max-md:hidden">
          <tr>
            <Th>Agent</Th>
            <Th className="w-[99%]">What it does</Th>
            <Th>Model</Th>
            <Th>Mode</Th>
            <Th>Active</Th>
            <Th>State</Th>
            <Th numeric>Runs 24 h</Th>
            <Th numeric>Succeeded</Th>
            <Th numeric>Last run</Th>
          </tr>
        </TableHead>
        <tbody>
          {agents.map((agent) => (
            <AgentRow key={agent.name} agent={agent} onFocus={() => setFocused(agent.name)} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function AgentRow({ agent, onFocus }: { agent: AgentListItem; onFocus: () => void }) {
  const router = useRouter();
  const { name, definition, last24h, lastRun } = agent;
  const href = routes.agent(name);
  return (
    <TableRow
      className="cursor-pointer"
      onFocus={onFocus}
      onClick={(event) => {
        // A link inside takes its own click; marking text is no click.
        const inLink = event.target instanceof Element && event.target.closest('a') !== null;
        if (!inLink && window.getSelection()?.isCollapsed !== false) router.push(href);
      }}
    >
      <Td className="max-md:w-full max-md:max-w-0 max-md:py-2.5">
        <Link id={linkId(name)} href={href} className="block truncate font-medium hover:underline">
          {name}
        </Link>
        <span className="mt-0.5 flex items-center gap-2 text-xs text-muted md:hidden">
          <span className="min-w-0 flex-1 truncate">{definition.description}</span>
          {lastRun !== null && <RelativeTime at={lastRun.startedAt} focusable={false} />}
        </span>
      </Td>
      <Td grow title={definition.description} className="text-ink-2 max-md:hidden">
        {definition.description}
      </Td>
      <Td className="max-md:hidden">
        <span className="mono">{definition.model}</span>
        {definition.routing !== undefined && (
          <span
            className="text-muted"
            title={`Stronger models: ${definition.routing.stronger.join(', ')}`}
          >{` +${definition.routing.stronger.length}`}</span>
        )}
      </Td>
      <Td className="text-muted max-md:hidden">{definition.mode}</Td>
      <Td className="max-md:hidden">{`v${agent.version}`}</Td>
      <Td className="max-md:hidden">
        <Standing agent={agent} />
      </Td>
      <Td numeric className="max-md:hidden">
        {last24h !== null && formatCount(last24h.started)}
      </Td>
      <Td numeric className="max-md:hidden">
        {last24h !== null && successWords(last24h)}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        {lastRun === null ? 'never' : <RelativeTime at={lastRun.startedAt} focusable={false} />}
      </Td>
    </TableRow>
  );
}

/** Why new runs don't use the newest version, or none at all. */
function Standing({ agent }: { agent: AgentListItem }) {
  if (agent.archivedAt !== null) return <Tag>archived</Tag>;
  if (agent.paused !== null) return <State state="waiting">paused</State>;
  return agent.latestVersion > agent.version ? <Tag>{`v${agent.latestVersion} not active`}</Tag> : null;
}

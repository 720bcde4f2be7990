// The head of an agent: its name, which version new runs use and whether a newer one waits, who made it, and what can be done.
'use client';
import Link from 'next/link';
import { Fragment } from 'react';
import type { AgentHead } from '@/lib/contract/agent';
import { plural } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { Glyph } from '../ui/glyph';
import { KeyValue, type KeyValueItem } from '../ui/key-value';
import { Pill } from '../ui/pill';
import { RelativeTime } from '../ui/relative-time';
import { AgentActs } from './agent-acts';

export function AgentHeader({ agent }: { agent: AgentHead }) {
  return (
    <header className="flex-none border-b border-line px-4 pt-3 pb-[11px] max-md:px-3">
      <div className="flex items-center gap-2 max-md:flex-wrap">
        <h1 className="mono text-[15px] font-semibold tracking-[-.02em]">{agent.name}</h1>
        <AgentState agent={agent} />
        <span className="flex-1 max-md:hidden" />
        <AgentActs agent={agent} />
      </div>
      <p className="mt-1 max-w-[760px] text-ink-2">{agent.definition.description}</p>
      {agent.paused !== null && <PauseLine paused={agent.paused} />}
      <KeyValue look="columns" className="mt-[9px]" items={factsOf(agent)} />
    </header>
  );
}

function PauseLine({ paused }: { paused: NonNullable<AgentHead['paused']> }) {
  return (
    <p data-state-of="waiting" className="mt-1 max-w-[760px] text-ink-2 [overflow-wrap:anywhere]">
      <b>{`Paused by ${paused.by.label} `}</b>
      <RelativeTime at={paused.at} />
      {`: ${paused.reason}. Its runs begin no step, new ones stay queued.`}
    </p>
  );
}

function AgentState({ agent }: { agent: AgentHead }) {
  if (agent.archivedAt !== null) return <Pill>archived, takes no new runs</Pill>;
  if (agent.paused !== null)
    return (
      <Pill state="waiting" icon={<Glyph name="pause" />}>
        paused
      </Pill>
    );
  if (agent.latestVersion > agent.version)
    return <Pill state="waiting">{`v${agent.latestVersion} is not active`}</Pill>;
  return null;
}

function factsOf(agent: AgentHead): KeyValueItem[] {
  const { definition, createdBy, createdAt } = agent;
  const labels = Object.entries(definition.labels).map(([key, value]) => `${key}=${value}`);
  return [
    { name: 'Active version', value: `v${agent.version}` },
    { name: 'Made by', value: createdBy.label },
    { name: 'Made', value: <RelativeTime at={createdAt} /> },
    {
      name: definition.routing === undefined ? 'Model' : 'Models, the cheapest first',
      value: (
        <>
          {[definition.model, ...(definition.routing?.stronger ?? [])].map((model, i) => (
            <Fragment key={model}>
              {i > 0 && <span className="text-faint"> → </span>}
              <Link href={routes.model(model)} className="hover:underline">
                {model}
              </Link>
            </Fragment>
          ))}
        </>
      ),
      mono: true,
    },
    { name: 'Mode', value: definition.mode, wideOnly: true },
    { name: 'Tools', value: plural(definition.tools.length, 'tool') },
    ...(labels.length === 0 ? [] : [{ name: 'Labels', value: labels.join(', '), wideOnly: true }]),
  ];
}

// How an agent does and what it may do: figures that lead to the runs behind them, then its definition in plain words.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AgentHead } from '@/lib/contract/agent';
import { agentHealthOptions } from '@/lib/query/agents';
import { toolsOptions } from '@/lib/query/configuration';
import { AgentBounds } from '../runs/agent-bounds';
import { Loading, StaleBanner } from '../shell/load-error';
import { PaneSection } from '../ui/pane-section';
import { Seam } from '../ui/seam';
import { AgentHealthView } from './agent-health-view';
import { AgentSampling } from './agent-sampling';
import { AgentTools } from './agent-tools';
import { grantedTools } from './autonomy-sentences';
import { SchemaFieldsList } from './schema-fields-list';

export function AgentOverview({ agent }: { agent: AgentHead }) {
  const health = useQuery(agentHealthOptions(agent.name));
  const tools = useQuery(toolsOptions());
  const known = useMemo(
    () => new Map(tools.data?.items.map((tool) => [tool.name, tool.definition])),
    [tools.data],
  );
  const { definition } = agent;
  return (
    <>
      <StaleBanner query={health} />
      {health.data === undefined ? (
        <Loading what="How it does" query={health} rows={2} />
      ) : (
        <AgentHealthView health={health.data} />
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_372px] border-b border-line max-lg:grid-cols-1">
        <div className="min-w-0">
          <Seam title="What it may do" note={`v${agent.version}`}>
            {tools.data === undefined ? (
              <Loading what="The tools" query={tools} rows={3} />
            ) : (
              <AgentTools granted={grantedTools(definition, known)} />
            )}
          </Seam>
          <Seam title="Bounds of a run, and who is asked">
            <div className="px-4 pb-4 max-md:px-3 [&>section]:mt-0">
              <AgentBounds agent={agent} label="Bounds of its runs" />
            </div>
          </Seam>
          {health.data !== undefined && <AgentSampling sampling={health.data.sampling} />}
        </div>
        <aside
          aria-label="What it is told and given"
          className="border-l border-line bg-surface max-lg:border-t max-lg:border-l-0"
        >
          <PaneSection title="Prompt">
            <p className="max-h-72 overflow-auto whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">
              {definition.prompt}
            </p>
          </PaneSection>
          <PaneSection title="Input">
            <SchemaFieldsList schema={definition.inputSchema} />
          </PaneSection>
          <PaneSection title="Output">
            {definition.outputSchema === undefined ? (
              <p className="text-xs text-muted">Any: its final answer is not checked.</p>
            ) : (
              <SchemaFieldsList schema={definition.outputSchema} />
            )}
          </PaneSection>
        </aside>
      </div>
    </>
  );
}

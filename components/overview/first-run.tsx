// The overview before anything has run: the same places, dashed, and the ways to a first run. Offers only agents that exist.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import { agentsOptions } from '@/lib/query/configuration';
import { NoAgentYet } from '../agents/no-agent-yet';
import { GuidePanel } from '../guide/guide-panel';
import { useGuideSwitch } from '../guide/guide-provider';
import { sampleInput } from '../runs/sample-input';
import { Loading } from '../shell/load-error';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { EmptyState } from '../ui/empty-state';
import { Glyph, type GlyphName } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { PaneSection } from '../ui/pane-section';
import { GhostTile } from '../ui/tile';
import { Tiles } from '../ui/tiles';

const PLACES: readonly { label: string; glyph: GlyphName; cause: string }[] = [
  { label: 'Approvals', glyph: 'approvals', cause: 'calls that wait for a person' },
  { label: 'Expire soon', glyph: 'clock', cause: 'what is decided without you' },
  { label: 'Unknown outcomes', glyph: 'question', cause: 'sent, but never answered' },
  { label: 'At a limit', glyph: 'warning', cause: 'what ran into a bound' },
  { label: 'Dead letters', glyph: 'dead-letter', cause: 'what ended without its result' },
];

export type FirstRunProps = { mayStart: boolean; onStart: (agent: string) => void };

export function FirstRun({ mayStart, onStart }: FirstRunProps) {
  const query = useQuery(agentsOptions());
  const agents = query.data?.items ?? [];
  const first = agents[0];
  const guide = useGuideSwitch();
  return (
    <>
      <Tiles ghost>
        {PLACES.map(({ label, glyph, cause }) => (
          <GhostTile key={label} label={label} icon={<Glyph name={glyph} />} cause={cause} />
        ))}
      </Tiles>
      <div className="grid min-h-[calc(100%-147px)] grid-cols-[minmax(0,1fr)_404px] max-lg:grid-cols-1">
        <div className="min-w-0">
          <EmptyState look="page" title="Let one agent act, safely">
            Start a run and watch it: every step is recorded, limits hold, and a call that is too big or too
            unsure stops and asks a person.
          </EmptyState>
          {guide?.shown === true && <GuidePanel own={guide} />}
          {query.data === undefined ? (
            <Loading what="The agents" query={query} rows={3} />
          ) : (
            <AgentList agents={agents} mayStart={mayStart} onStart={onStart} />
          )}
        </div>
        <aside className="border-l border-line bg-surface max-lg:border-t max-lg:border-l-0">
          {first !== undefined && <Terminal agent={first} />}
        </aside>
      </div>
    </>
  );
}

function AgentList({ agents, mayStart, onStart }: FirstRunProps & { agents: readonly AgentShape[] }) {
  if (agents.length === 0) return <NoAgentYet />;
  return (
    <ul className="mx-10 mb-8 rounded-lg border border-line max-md:mx-3">
      {agents.map((agent, index) => (
        <li
          key={agent.name}
          className="flex min-h-[60px] items-center gap-[13px] border-line px-3.5 py-2 not-first:border-t max-md:flex-wrap"
        >
          <Glyph name="agent" className="text-faint" />
          <div className="min-w-0 flex-1">
            <b className="block">{agent.name}</b>
            <span className="text-xs text-muted">{agent.definition.description}</span>
          </div>
          {mayStart && (
            <Button
              variant={index === 0 ? 'primary' : 'default'}
              icon={<Icon of={Play} />}
              aria-label={`Start ${agent.name}`}
              onClick={() => onStart(agent.name)}
            >
              Start
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

const never = () => () => undefined;

function Terminal({ agent }: { agent: AgentShape }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
  const body = JSON.stringify(
    { agent: agent.name, input: sampleInput(agent.definition.inputSchema) },
    null,
    2,
  );
  const text = [
    `curl -X POST ${origin}/api/v1/runs \\`,
    '  -H "Authorization: Bearer $BULKHEAD_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    '  -H "Idempotency-Key: first-run" \\',
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join('\n');
  return (
    <PaneSection title="Or from a terminal">
      <CodeBlock text={text} what="command" />
    </PaneSection>
  );
}

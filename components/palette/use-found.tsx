// What the palette finds through the API: agents, tools and models by name, what waits for a person, runs by id or text. A part that could not
// be asked says why: an outage never reads as "nothing found".
'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { approvalsListOptions } from '@/lib/query/approvals';
import { agentsOptions, modelsOptions, toolsOptions } from '@/lib/query/configuration';
import { messageOf } from '@/lib/query/problem-error';
import { newestRunsOptions } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { argumentSummary } from '../approvals/argument-summary';
import { PENDING, PENDING_FILTER } from '../approvals/pending-filter';
import { shortId } from '../run/short-id';
import { valueSummary } from '../run/value-summary';
import { useTrouble } from '../shell/use-trouble';
import { Glyph } from '../ui/glyph';
import { StateGlyph } from '../ui/state-glyph';
import { type Entry, matching } from './entry';

const MOST = 6;
/** How many of those that wait are looked through. */
const SEARCHED = 500;
/** One letter is in every run. */
const LEAST_TYPED = 2;

export type Found = {
  readonly heading: string;
  readonly entries: readonly Entry[];
  /** Why there may be more than is shown. */
  readonly trouble?: string | undefined;
};

function useAgents(typed: string, onStart: (agent: string) => void): Found {
  const may = useMay('agents:read');
  const mayStart = useMay('runs:write');
  const query = useQuery({ ...agentsOptions(), enabled: may });
  const trouble = useTrouble(query);
  const entries = (query.data?.items ?? []).flatMap((agent): Entry[] => {
    const common = { kind: 'agent', icon: <Glyph name="agent" /> } as const;
    const page = {
      ...common,
      id: `agent ${agent.name}`,
      label: agent.name,
      detail: `agent, v${agent.version}`,
      also: agent.definition.description,
      act: { href: routes.agent(agent.name) },
    };
    const start = {
      ...common,
      id: `start ${agent.name}`,
      kind: 'action',
      label: `Start a run of ${agent.name}`,
      act: { run: () => onStart(agent.name) },
    } as const;
    return mayStart ? [page, start] : [page];
  });
  return {
    heading: 'Agents',
    entries: typed === '' ? [] : matching(entries, typed).slice(0, MOST),
    trouble: typed === '' || trouble === undefined ? undefined : messageOf(trouble),
  };
}

function useTools(typed: string): Found {
  const may = useMay('tools:read');
  const query = useQuery({ ...toolsOptions(), enabled: may });
  const trouble = useTrouble(query);
  const entries = (query.data?.items ?? []).map(
    (tool): Entry => ({
      id: `tool ${tool.name}`,
      kind: 'tool',
      label: tool.name,
      detail: `tool, v${tool.version}`,
      also: tool.definition.description,
      icon: <Glyph name="tool" />,
      act: { href: routes.tool(tool.name) },
    }),
  );
  return {
    heading: 'Tools',
    entries: typed === '' ? [] : matching(entries, typed).slice(0, MOST),
    trouble: typed === '' || trouble === undefined ? undefined : messageOf(trouble),
  };
}

function useModels(typed: string): Found {
  const may = useMay('models:read');
  const query = useQuery({ ...modelsOptions(), enabled: may });
  const trouble = useTrouble(query);
  const entries = (query.data?.items ?? []).map(
    (model): Entry => ({
      id: `model ${model.name}`,
      kind: 'model',
      label: model.name,
      detail: `model, v${model.version}`,
      also: model.definition.model,
      icon: <Glyph name="model" />,
      act: { href: routes.model(model.name) },
    }),
  );
  return {
    heading: 'Models',
    entries: typed === '' ? [] : matching(entries, typed).slice(0, MOST),
    trouble: typed === '' || trouble === undefined ? undefined : messageOf(trouble),
  };
}

function useApprovals(typed: string): Found {
  const may = useMay('approvals:read');
  const filter = typed === '' ? PENDING_FILTER : { ...PENDING, limit: SEARCHED };
  const query = useInfiniteQuery({ ...approvalsListOptions(filter), enabled: may });
  const trouble = useTrouble(query);
  const entries = (query.data?.pages.flatMap((page) => page.items) ?? []).map(
    (approval): Entry => ({
      id: `approval ${approval.id}`,
      kind: 'approval',
      label: `Decide ${approval.tool}`,
      detail: argumentSummary(approval, 80),
      also: `${approval.agent} ${approval.id} ${approval.runId} ${argumentSummary(approval)}`,
      icon: <Glyph name="approvals" />,
      act: { href: routes.approval(approval.id) },
    }),
  );
  return {
    heading: 'Waiting for a decision',
    entries: matching(entries, typed).slice(0, typed === '' ? 3 : MOST),
    trouble: trouble === undefined ? undefined : messageOf(trouble),
  };
}

/** `asked` is what was typed once the typing rests; the server searches ids, inputs and errors. */
function useRuns(asked: string): Found {
  const may = useMay('runs:read');
  const enabled = may && asked.length >= LEAST_TYPED;
  const query = useQuery({ ...newestRunsOptions({ q: asked }, MOST), enabled });
  const trouble = useTrouble(query);
  const runs = enabled ? (query.data?.items ?? []) : [];
  return {
    heading: 'Runs',
    entries: runs.map((run) => ({
      id: `run ${run.id}`,
      kind: 'run',
      label: `${run.agent} ${shortId(run.id)}`,
      detail: `${run.status}, ${valueSummary(run.input, 80)}`,
      icon: <StateGlyph state={run.status} />,
      act: { href: routes.run(run.id) },
    })),
    trouble: enabled && trouble !== undefined ? messageOf(trouble) : undefined,
  };
}

/** `typed` without blanks at its ends, and the same once it has rested. */
export function useFound(typed: string, asked: string, onStart: (agent: string) => void): Found[] {
  const agents = useAgents(typed, onStart);
  const tools = useTools(typed);
  const models = useModels(typed);
  const approvals = useApprovals(typed);
  const runs = useRuns(asked);
  return [approvals, agents, tools, models, runs];
}

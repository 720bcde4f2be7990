// Who may call a tool: the agents that are granted it, and what their arguments must be.
'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { plural } from '@/lib/format/count';
import { agentsOptions } from '@/lib/query/configuration';
import { routes } from '@/lib/routes';
import { agentsWithTool, constraintWords } from '../catalog/agents-that-use';
import { Loading } from '../shell/load-error';
import { Seam } from '../ui/seam';

export function ToolUsers({ name }: { name: string }) {
  const query = useQuery(agentsOptions());
  const users = query.data && agentsWithTool(query.data.items, name);
  return (
    <Seam title="Who may call it" note={users === undefined ? undefined : plural(users.length, 'agent')}>
      {users === undefined ? (
        <Loading what="The agents" query={query} rows={2} />
      ) : users.length === 0 ? (
        <p className="px-4 pb-4 text-muted max-md:px-3">
          No agent is granted it. An agent’s definition names the tools it may call.
        </p>
      ) : (
        <ul className="pb-2">
          {users.map(({ agent, version, constraints, alwaysAsks }) => (
            <li key={agent} className="border-t border-line-soft px-4 py-2 max-md:px-3">
              <Link href={routes.agent(agent)} className="font-medium hover:underline">
                {agent}
              </Link>{' '}
              <span className="text-faint">{`v${version}`}</span>
              <span className="block text-xs text-muted">
                {Object.keys(constraints).length === 0
                  ? 'with any arguments that fit the schema'
                  : Object.entries(constraints).map(([path, bound]) => (
                      <span key={path} className="block">
                        <code>{path}</code> {constraintWords(bound)}
                      </span>
                    ))}
                {alwaysAsks && <span className="block">always asks a person first</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Seam>
  );
}

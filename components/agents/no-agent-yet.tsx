// In the place of agents to start, where there is none: the way to the first one, or who can make it.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { aboutOptions } from '@/lib/query/installation';
import { routes } from '@/lib/routes';
import { useHolds } from '../account/use-me';
import { Administrators } from '../settings/administrators';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';

export function NoAgentYet({ className = '' }: { className?: string }) {
  const may = useHolds()?.('agents:write');
  const administrators = useQuery({ ...aboutOptions(), enabled: may === false }).data?.administrators ?? [];
  return (
    <EmptyState
      title="There is no agent yet"
      icon={<Glyph name="agent" />}
      className={className}
      action={
        may === true ? (
          <ButtonLink href={routes.newAgent()} variant="primary" icon={<Icon of={Plus} />}>
            New agent
          </ButtonLink>
        ) : undefined
      }
    >
      An agent is a prompt, a model, the tools it may call and the bounds it keeps. It can be started here as
      soon as it stands.
      {may === false && (
        <>
          {' Your role does not let you create one. An engineer or an administrator can'}
          {administrators.length > 0 && (
            <>
              {': '}
              <Administrators of={administrators} />
            </>
          )}
          .
        </>
      )}
    </EmptyState>
  );
}

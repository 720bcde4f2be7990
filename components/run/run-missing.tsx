// No run to show: there is none with this id, or it could not be asked for. Two different things.
'use client';
import { ApiProblem } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { LoadError, type LoadErrorProps } from '../shell/load-error';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';

export function RunMissing({ id, query }: { id: string; query: LoadErrorProps['query'] }) {
  const code = query.error instanceof ApiProblem ? query.error.code : undefined;
  if (code !== 'not_found' && code !== 'invalid_request') return <LoadError what="The run" query={query} />;
  return (
    <EmptyState
      title="There is no such run"
      icon={<Glyph name="runs" />}
      action={<ButtonLink href={routes.runs()}>All runs</ButtonLink>}
    >
      <code className="[overflow-wrap:anywhere]">{id}</code> is not the id of a run here.
    </EmptyState>
  );
}

// No run to show yet: it is on its way, it could not be asked for, or there is none with this id. Three different things.
'use client';
import { ApiProblem } from '@/lib/query/problem-error';
import { routes } from '@/lib/routes';
import { Loading } from '../shell/load-error';
import type { AskedQuery } from '../shell/use-trouble';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';

export function RunMissing({ id, query }: { id: string; query: AskedQuery }) {
  const code = query.error instanceof ApiProblem ? query.error.code : undefined;
  if (code !== 'not_found' && code !== 'invalid_request')
    return <Loading what="The run" query={query} rows={14} />;
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

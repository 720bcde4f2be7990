// An address of the console that leads nowhere, or to what this person may not see: the two are not told apart.
import { PageDrawn } from '@/components/shell/page-drawn';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { routes } from '@/lib/routes';

export default function ConsoleNotFound() {
  return (
    <EmptyState
      look="page"
      title="There is nothing here"
      action={<ButtonLink href={routes.overview()}>To the overview</ButtonLink>}
    >
      <PageDrawn />
      The address leads nowhere, or to something your role does not show.
    </EmptyState>
  );
}

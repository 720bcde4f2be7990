// An address outside of everything.
import { Logo } from '@/components/shell/logo';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { routes } from '@/lib/routes';

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-3xl flex-col px-8 py-6 max-md:px-4">
      <p className="flex items-center gap-2.5 text-[15px] font-semibold">
        <Logo size={24} />
        Bulkhead
      </p>
      <div className="my-auto">
        <EmptyState
          look="page"
          title="There is nothing here"
          action={<ButtonLink href={routes.overview()}>To the overview</ButtonLink>}
        >
          The address leads nowhere.
        </EmptyState>
      </div>
    </main>
  );
}

// The frame around the console could not be drawn (its database is away, or it broke): the same words without the shell.
'use client';
import { PageError, type PageErrorProps } from '@/components/shell/page-error';

export default function RootError(props: PageErrorProps) {
  return (
    <main className="mx-auto max-w-3xl p-6 max-md:p-2">
      <PageError {...props} />
    </main>
  );
}

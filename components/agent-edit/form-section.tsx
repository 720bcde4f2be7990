// A part of the form: its name at the left where there is room, its fields at the right.
import type { ReactNode } from 'react';

export type FormSectionProps = { title: string; about?: ReactNode; children: ReactNode };

export function FormSection({ title, about, children }: FormSectionProps) {
  return (
    <section
      aria-label={title}
      className="grid grid-cols-[168px_minmax(0,1fr)] gap-x-6 gap-y-3 border-line px-5 py-5 not-first:border-t max-lg:grid-cols-1 max-md:px-3"
    >
      <div>
        <h2 className="font-semi">{title}</h2>
        {about !== undefined && <p className="mt-1 text-xs text-muted">{about}</p>}
      </div>
      <div className="flex max-w-[720px] min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

// A region of the sheet: head and body, parted from the one above by a hairline. Not a card.
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names';

export type SeamProps = Omit<ComponentProps<'section'>, 'title'> & {
  title: ReactNode;
  /** Next to the title: a count, a period. */
  note?: ReactNode;
  /** At the right end: a link, a legend. */
  action?: ReactNode;
};

/** The main sheet's section: 36 px head in ink. Its body brings its own padding; tables need none. */
export function Seam({ title, note, action, className, children, ...rest }: SeamProps) {
  return (
    <section {...rest} className={cx('border-line not-first:border-t', className)}>
      <div className="flex min-h-9 items-center gap-x-2 px-4 font-medium max-md:flex-wrap max-md:px-3 max-md:py-1.5 max-md:has-[button]:min-h-12 max-md:has-[button]:flex-nowrap max-md:has-[button]:py-0">
        <h2 className="font-semi">{title}</h2>
        {note !== undefined && <span className="font-normal text-faint">{note}</span>}
        <span className="flex-1" />
        {action !== undefined && (
          <span className="text-xs font-normal text-muted max-md:[&_a]:inline-block max-md:[&_a]:py-2.5 [&_a:hover]:text-ink">
            {action}
          </span>
        )}
      </div>
      {children}
    </section>
  );
}

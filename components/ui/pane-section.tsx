// A section of a side pane or a decision card: a quiet 12 px head over padded content.
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './class-names';

export type PaneSectionProps = Omit<ComponentProps<'section'>, 'title'> & {
  title?: ReactNode;
  note?: ReactNode;
  icon?: ReactNode;
  /** `main` has the wider gutter of a card's main column. */
  gutter?: 'side' | 'main';
  /** No bottom padding: what ends the section reaches its edge (a diff). */
  flush?: boolean;
};

export function PaneSection({
  title,
  note,
  icon,
  gutter = 'side',
  flush = false,
  className,
  children,
  ...rest
}: PaneSectionProps) {
  return (
    <section
      {...rest}
      className={cx(
        'border-line pt-3 not-first:border-t max-md:px-3.5',
        gutter === 'main' ? 'px-5' : 'px-4',
        !flush && 'pb-3',
        className,
      )}
    >
      {title !== undefined && (
        <h3 className="mb-[7px] flex items-center gap-1.5 text-xs font-medium text-muted [&_svg]:size-3.5">
          {icon}
          {title}
          {note !== undefined && <span className="ml-auto font-normal text-faint">{note}</span>}
        </h3>
      )}
      {children}
    </section>
  );
}

// Nothing here yet: says what will be here and gives the one next action, inside dashed seams that keep the layout.
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** `page` fills a page and carries the hatch; `region` stands in for a list. */
  look?: 'page' | 'region';
  className?: string;
};

export function EmptyState({ icon, title, children, action, look = 'region', className }: EmptyStateProps) {
  if (look === 'page') {
    return (
      <div
        data-empty={title}
        className={cx('flex items-center gap-[22px] px-10 py-9 max-md:flex-wrap max-md:px-3.5', className)}
      >
        <HatchDrawing />
        <div>
          <h2 className="text-[22px] leading-[30px] font-semibold tracking-[-.03em]">{title}</h2>
          {children !== undefined && <div className="max-w-[520px] text-muted">{children}</div>}
          {action !== undefined && <div className="mt-4 flex flex-wrap gap-2">{action}</div>}
        </div>
      </div>
    );
  }
  return (
    <div
      data-empty={title}
      className={cx(
        'm-4 flex items-center gap-3 rounded-lg border border-dashed border-line-strong bg-surface px-4 py-3.5 max-md:m-3 max-md:flex-wrap',
        className,
      )}
    >
      {icon !== undefined && <span className="grid flex-none text-faint">{icon}</span>}
      <div className="min-w-0 flex-1">
        <b className="block font-semi">{title}</b>
        {children !== undefined && <div className="text-xs text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}

function HatchDrawing() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 72 72"
      className="w-[72px] flex-none fill-none stroke-ink-2 stroke-2 [stroke-linecap:round]"
    >
      <rect x="6" y="6" width="60" height="60" rx="12" className="stroke-line-strong stroke-[1.5]" />
      <rect x="24" y="17" width="24" height="38" rx="12" />
      <path d="M24 27h-6M24 45h-6M48 27h6M48 45h6" />
      <circle cx="36" cy="36" r="4" className="fill-accent stroke-none" />
    </svg>
  );
}

// The foot of a decision: what is needed at the left, the acts at the right. At 390 px it takes the tab bar's place.
import type { ReactNode } from 'react';
import { cx } from './class-names';

export type PageFootProps = { lead?: ReactNode; children: ReactNode; className?: string };

export function PageFoot({ lead, children, className }: PageFootProps) {
  return (
    <footer
      data-page-foot=""
      className={cx(
        'flex min-h-16 flex-none items-center gap-2 border-t border-line bg-surface pr-4 pl-5 max-md:flex-wrap max-md:px-3 max-md:pt-[9px] max-md:pb-[calc(10px+env(safe-area-inset-bottom))]',
        className,
      )}
    >
      {lead !== undefined && <div className="flex items-center gap-[11px] max-md:w-full">{lead}</div>}
      <span className="flex-1 max-md:hidden" />
      <div className="flex items-center gap-2 max-md:w-full max-md:[&>*]:min-w-0 max-md:[&>*]:flex-1 max-md:[&>*]:px-2 max-md:[&>[data-hold]]:flex-[1.5]">
        {children}
      </div>
    </footer>
  );
}

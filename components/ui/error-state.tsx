// Something could not be shown: what, why, what to do, and the request's id for whoever looks it up.
'use client';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cx } from './class-names';
import { CopyButton } from './copy-button';
import { Glyph } from './glyph';
import { Icon } from './icon';

export type ErrorStateProps = {
  title: string;
  /** What to do now. */
  children?: ReactNode;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  className?: string;
};

export function ErrorState({
  title,
  children,
  requestId,
  onRetry,
  retrying = false,
  className,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      data-state-of="failed"
      className={cx(
        'm-4 flex items-start gap-3 rounded-lg bg-tint px-4 py-3.5 shadow-[inset_0_0_0_1px_color-mix(in_oklab,var(--c)_26%,var(--line))] max-md:m-3 max-md:flex-wrap',
        className,
      )}
    >
      <Glyph name="warning" className="mt-px text-state" />
      <div className="min-w-0 flex-1">
        <b className="block font-semi">{title}</b>
        {children !== undefined && <div className="text-xs text-ink-2">{children}</div>}
        {requestId !== undefined && (
          <p className="mt-1 flex items-center gap-1 text-xs text-muted">
            request <code>{requestId}</code>
            <CopyButton text={requestId} what="request id" />
          </p>
        )}
      </div>
      {onRetry !== undefined && (
        <Button onClick={onRetry} pending={retrying} icon={<Icon of={RotateCw} />}>
          Try again
        </Button>
      )}
    </div>
  );
}

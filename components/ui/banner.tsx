// A line across the page under the topbar: dry, stream lost, stale data. Never stacked above two.
import type { ReactNode } from 'react';
import { Glyph } from './glyph';
import { StateGlyph } from './state-glyph';
import type { StateName } from './state-name';

export type BannerProps = {
  state: Extract<StateName, 'dry' | 'waiting' | 'failed' | 'running' | 'neutral' | 'open'>;
  title: ReactNode;
  children?: ReactNode;
  /** Plain words at the right, left out at 390 px. */
  aside?: ReactNode;
  actions?: ReactNode;
  /** Said at once when it appears; for what changes the meaning of the page. */
  urgent?: boolean;
};

export function Banner({ state, title, children, aside, actions, urgent = false }: BannerProps) {
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      data-state-of={state}
      className="banner flex min-h-10 flex-none items-center gap-2.5 px-4 py-1 text-ink max-md:flex-wrap max-md:px-3"
    >
      <span className="grid flex-none text-state">
        {state === 'dry' ? (
          <StateGlyph state="dry" />
        ) : state === 'waiting' ? (
          <Glyph name="clock" />
        ) : (
          <Glyph name="warning" />
        )}
      </span>
      <p className="min-w-0 flex-1">
        <b className="font-semi">{title}</b> {children}
      </p>
      {aside !== undefined && <span className="text-muted max-md:hidden">{aside}</span>}
      {actions}
    </div>
  );
}

// Two panes with a separator that moves by pointer and keyboard and stays where it was put. One below the other at 390 px.
'use client';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from './class-names';
import { clampPane, type PaneBounds, paneByKey, parsePane } from './pane-size';

export type ResizablePanesProps = {
  left: ReactNode;
  right: ReactNode;
  /** Names the remembered size: "run". */
  storageKey: string;
  /** Width of the right pane before anyone moved it. */
  rightPx: number;
  minRightPx?: number;
  minLeftPx?: number;
  /** Says what is resized: "Step detail". */
  label: string;
  className?: string;
};

type PaneStyle = CSSProperties & { '--right': string };

export function ResizablePanes({
  left,
  right,
  storageKey,
  rightPx,
  minRightPx = 320,
  minLeftPx = 420,
  label,
  className,
}: ResizablePanesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(rightPx);
  const stored = `bulkhead-pane-${storageKey}`;
  const bounds = (): PaneBounds => ({
    min: minRightPx,
    otherMin: minLeftPx,
    total: box.current?.getBoundingClientRect().width ?? minLeftPx + rightPx,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the remembered size is read once per storage key
  useEffect(() => {
    try {
      const remembered = parsePane(localStorage.getItem(stored));
      if (remembered !== undefined) setSize(clampPane(remembered, bounds()));
    } catch {
      // storage denied: the default width stays
    }
  }, [stored]);

  const move = (next: number): void => {
    setSize(next);
    try {
      localStorage.setItem(stored, String(next));
    } catch {
      // storage denied: the width holds for this visit
    }
  };
  const style: PaneStyle = { '--right': `${size}px` };
  return (
    <div
      ref={box}
      style={style}
      className={cx(
        'grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(0,min(var(--right),60%))] max-md:block',
        className,
      )}
    >
      <div className="flex min-h-0 min-w-0 flex-col">{left}</div>
      <div className="relative flex min-h-0 min-w-0 flex-col border-l border-line max-md:border-t-8 max-md:border-l-0 max-md:border-t-sunken">
        {/* biome-ignore lint/a11y/useSemanticElements: a movable separator has no element of its own */}
        <div
          role="separator"
          aria-orientation="vertical"
          aria-label={`Width of ${label}`}
          aria-valuenow={size}
          aria-valuemin={minRightPx}
          aria-valuemax={Math.max(size, 2_000)}
          tabIndex={0}
          className="absolute inset-y-0 -left-[5px] z-2 w-[9px] cursor-col-resize touch-none before:absolute before:inset-y-0 before:left-1 before:w-px before:bg-transparent before:transition-colors hover:before:w-0.5 hover:before:bg-line-control focus-visible:outline-none focus-visible:before:w-0.5 focus-visible:before:bg-focus max-md:hidden"
          onKeyDown={(event) => {
            const next = paneByKey(event.key, size, bounds(), event.shiftKey);
            if (next === undefined) return;
            event.preventDefault();
            move(next);
          }}
          onPointerDown={(event) => {
            if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
            const rightEdge = box.current?.getBoundingClientRect().right ?? event.clientX + size;
            move(clampPane(rightEdge - event.clientX, bounds()));
          }}
          onDoubleClick={() => move(clampPane(rightPx, bounds()))}
        />
        {right}
      </div>
    </div>
  );
}

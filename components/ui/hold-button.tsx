// A button that has to be held for 600 ms, with a fill that shows how far. For decisions that must not be a slip.
// Whoever can't hold (a switch, a screen reader) confirms in a dialog instead: the same act, the same care.
'use client';
import { type CSSProperties, type MouseEvent, type ReactNode, useState } from 'react';
import { AlertDialog } from './alert-dialog';
import { buttonClass } from './button-class';
import { cx } from './class-names';
import { HOLD_MS } from './hold-logic';
import { Kbd } from './kbd';
import { useHold } from './use-hold';

export type HoldButtonProps = {
  children: ReactNode;
  icon?: ReactNode;
  /** Identity of what would be confirmed; when it changes a running hold is void and 400 ms nothing begins. */
  armKey: string;
  /** A letter that holds it from anywhere on the page; shown as "hold A". */
  holdKey?: string;
  onConfirm: () => void;
  disabled?: boolean;
  /** A decision is in flight: repeats are ignored. */
  pending?: boolean;
  /** For the dialog of those who can't hold: the verb and what it is about, what happens, the verb. */
  confirmTitle: string;
  confirmBody: ReactNode;
  confirmVerb: string;
  className?: string;
};

type FillStyle = CSSProperties & { '--hold': string };
const FILL: FillStyle = { '--hold': `${HOLD_MS}ms` };

export function HoldButton({
  children,
  icon,
  armKey,
  holdKey,
  onConfirm,
  disabled = false,
  pending = false,
  confirmTitle,
  confirmBody,
  confirmVerb,
  className,
}: HoldButtonProps) {
  const [askingFor, setAskingFor] = useState<string | undefined>(undefined);
  const enabled = !disabled && !pending;
  const { holding, handlers } = useHold({ armKey, holdKey, keyLabel: confirmVerb, enabled, onConfirm });
  const ask = (): void => {
    if (enabled) setAskingFor(armKey);
  };
  // A click without a pointer behind it comes from assistive technology: it can't hold.
  const onClick = (event: MouseEvent): void => {
    if (event.detail === 0) ask();
  };
  return (
    <>
      <button
        {...handlers}
        type="button"
        disabled={disabled}
        aria-busy={pending || undefined}
        aria-disabled={pending || undefined}
        aria-keyshortcuts={holdKey?.toUpperCase()}
        data-hold=""
        data-holding={holding || undefined}
        onClick={onClick}
        className={buttonClass(
          'primary',
          'lg',
          disabled,
          cx('touch-manipulation overflow-hidden [-webkit-touch-callout:none]', className),
        )}
      >
        <span
          aria-hidden="true"
          data-holding={holding || undefined}
          style={FILL}
          className="hold-fill absolute inset-0 bg-[color-mix(in_oklab,var(--text)_26%,transparent)]"
        />
        <span className={cx('relative inline-flex items-center gap-1.5', pending && 'opacity-60')}>
          {icon}
          <span>{children}</span>
          {holdKey !== undefined && (
            <Kbd
              onAccent={!disabled}
              className="ml-[3px] max-md:hidden"
            >{`hold ${holdKey.toUpperCase()}`}</Kbd>
          )}
        </span>
        <span className="sr-only">, hold to confirm</span>
      </button>
      {enabled && (
        <button
          type="button"
          onClick={ask}
          className="link sr-only focus-visible:not-sr-only focus-visible:h-9 focus-visible:px-2 focus-visible:text-xs"
        >
          {`${confirmVerb} without holding`}
        </button>
      )}
      <AlertDialog
        open={askingFor !== undefined && askingFor === armKey}
        onOpenChange={(open) => !open && setAskingFor(undefined)}
        title={confirmTitle}
        confirm={confirmVerb}
        tone="primary"
        reason="none"
        pending={pending}
        onConfirm={() => {
          setAskingFor(undefined);
          if (enabled) onConfirm();
        }}
      >
        {confirmBody}
      </AlertDialog>
    </>
  );
}

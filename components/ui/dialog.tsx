// A dialog for work that needs its own place (start a run). Questions before an irreversible act take AlertDialog.
'use client';
import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names';
import { Icon } from './icon';
import { IconButton } from './icon-button';
import { useReturnFocus } from './return-focus';

/** The veil and the place of every dialog: centred, at 390 px a sheet from below. */
export const DIALOG_OVERLAY =
  'fade-in fixed inset-0 z-40 bg-[light-dark(oklch(0.2_0.02_245/0.32),oklch(0_0_0/0.55))]';
export const DIALOG_PLACE =
  'fade-in fixed top-[12dvh] left-1/2 z-50 flex max-h-[76dvh] w-[min(var(--dialog),calc(100vw-24px))] -translate-x-1/2 flex-col rounded-xl bg-overlay edge-overlay outline-none max-md:top-auto max-md:bottom-0 max-md:max-h-[92dvh] max-md:w-full max-md:rounded-b-none';

/** Work begins at the first field; where there is none, at the first thing that can be pressed. */
function focusFirstInput(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const first = event.currentTarget.querySelector<HTMLElement>('input, textarea, [role="combobox"]');
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The verb: "Start a run". */
  title: string;
  description?: ReactNode;
  /** Stays in sight below what scrolls. */
  footer?: ReactNode;
  width?: 'md' | 'lg';
  /** Only its own buttons and Escape close it: for what is told once. */
  keepsOpen?: boolean;
  children: ReactNode;
};

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  width = 'md',
  keepsOpen = false,
  children,
}: DialogProps) {
  const returning = useReturnFocus();
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={DIALOG_OVERLAY} />
        <RadixDialog.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={cx(DIALOG_PLACE, width === 'md' ? '[--dialog:440px]' : '[--dialog:620px]')}
          onOpenAutoFocus={(event) => {
            returning.remember();
            focusFirstInput(event);
          }}
          onCloseAutoFocus={returning.onCloseAutoFocus}
          onInteractOutside={(event) => keepsOpen && event.preventDefault()}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <RadixDialog.Title className="text-lg font-semibold tracking-[-.014em]">
                {title}
              </RadixDialog.Title>
              {description !== undefined && (
                <RadixDialog.Description className="mt-1 text-muted">{description}</RadixDialog.Description>
              )}
            </div>
            <RadixDialog.Close asChild>
              <IconButton label="Close" tooltip={false} className="-mr-1.5">
                <Icon of={X} />
              </IconButton>
            </RadixDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-5 pb-5">{children}</div>
          {footer !== undefined && (
            <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

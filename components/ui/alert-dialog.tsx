// The question before what can't be taken back: the title is the verb and the count, the body says what happens,
// the button repeats the verb, and the reason is part of the act.
'use client';
import { AlertDialog as RadixAlertDialog } from 'radix-ui';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from './button';
import { cx } from './class-names';
import { DIALOG_OVERLAY, DIALOG_PLACE } from './dialog';
import { useReturnFocus } from './return-focus';
import { TextArea } from './text-area';

export type AlertDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Verb and count: "Cancel 3 runs". */
  title: string;
  children: ReactNode;
  /** The verb again, on the button. */
  confirm: string;
  tone?: 'danger' | 'primary';
  /** `lg` where what is asked about has to be seen: a diff. */
  width?: 'md' | 'lg';
  /** `required` refuses an empty reason, `optional` shows the field, `none` leaves it out. */
  reason?: 'required' | 'optional' | 'none';
  reasonLabel?: string;
  reasonHint?: ReactNode;
  /** What went wrong with the last try. */
  error?: string | undefined;
  pending?: boolean;
  onConfirm: (reason: string) => void;
};

export function AlertDialog({
  open,
  onOpenChange,
  title,
  children,
  confirm,
  tone = 'danger',
  width = 'md',
  reason = 'required',
  reasonLabel = 'Reason, kept in the audit log',
  reasonHint,
  error,
  pending = false,
  onConfirm,
}: AlertDialogProps) {
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const returning = useReturnFocus();
  const reasonBox = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (open) return;
    setText('');
    setMissing(false);
  }, [open]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pending) return;
    if (reason === 'required' && text.trim() === '') {
      setMissing(true);
      reasonBox.current?.focus();
    } else onConfirm(text.trim());
  };
  return (
    <RadixAlertDialog.Root open={open} onOpenChange={(next) => !pending && onOpenChange(next)}>
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={DIALOG_OVERLAY} />
        <RadixAlertDialog.Content
          className={cx(DIALOG_PLACE, width === 'md' ? '[--dialog:440px]' : '[--dialog:620px]')}
          onCloseAutoFocus={returning.onCloseAutoFocus}
          onOpenAutoFocus={(event) => {
            returning.remember();
            if (reasonBox.current === null) return;
            event.preventDefault();
            reasonBox.current.focus();
          }}
        >
          <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
            <div className="min-h-0 overflow-auto px-5 pt-4 pb-4">
              <RadixAlertDialog.Title className="text-lg font-semibold tracking-[-.014em]">
                {title}
              </RadixAlertDialog.Title>
              <RadixAlertDialog.Description asChild>
                <div className="mt-1.5 text-ink-2">{children}</div>
              </RadixAlertDialog.Description>
              {reason !== 'none' && (
                <TextArea
                  ref={reasonBox}
                  className="mt-3.5"
                  label={reasonLabel}
                  hint={reasonHint}
                  required={reason === 'required'}
                  error={missing ? 'Say why: it is read later, where the effect is seen.' : undefined}
                  value={text}
                  onChange={(event) => {
                    setText(event.target.value);
                    setMissing(false);
                  }}
                />
              )}
              {error !== undefined && (
                <p role="alert" data-state-of="failed" className="mt-3 text-xs text-state">
                  {error}
                </p>
              )}
            </div>
            <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3 max-md:[&>*]:flex-1">
              <RadixAlertDialog.Cancel asChild>
                <Button variant="ghost" disabled={pending}>
                  Back
                </Button>
              </RadixAlertDialog.Cancel>
              <Button type="submit" variant={tone} pending={pending}>
                {confirm}
              </Button>
            </footer>
          </form>
        </RadixAlertDialog.Content>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  );
}

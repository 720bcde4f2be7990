// What was just done, bottom right, with undo where there is one. Never the only trace of a decision.
'use client';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { Button } from './button';
import { Icon } from './icon';
import { IconButton } from './icon-button';
import { StateGlyph } from './state-glyph';
import type { GlyphState } from './state-name';

export type Notice = {
  title: string;
  detail?: ReactNode;
  state?: GlyphState;
  undo?: { label: string; act: () => void };
  /** A notice with the same id replaces the one that stands. */
  id?: string;
};

export function notify({ title, detail, state = 'succeeded', undo, id }: Notice): void {
  toast.custom(
    (toastId) => (
      <div
        role="status"
        className="flex w-[372px] max-w-full items-center gap-2.5 rounded-lg bg-overlay px-3 py-2.5 font-sans text-xs leading-(--lh) text-ink edge-overlay max-md:w-full"
      >
        <StateGlyph state={state} />
        <div className="min-w-0 flex-1">
          <b className="block text-sm font-semi">{title}</b>
          {detail !== undefined && <span className="text-muted">{detail}</span>}
        </div>
        {undo !== undefined && (
          <Button
            size="sm"
            onClick={() => {
              undo.act();
              toast.dismiss(toastId);
            }}
          >
            {undo.label}
          </Button>
        )}
        <IconButton label="Dismiss" tooltip={false} onClick={() => toast.dismiss(toastId)}>
          <Icon of={X} />
        </IconButton>
      </div>
    ),
    id === undefined ? {} : { id },
  );
}

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={16}
      mobileOffset={{ bottom: 68, left: 10, right: 10 }}
      gap={8}
      visibleToasts={3}
      duration={6_000}
      toastOptions={{ unstyled: true }}
      className="[--width:372px]"
    />
  );
}

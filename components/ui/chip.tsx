// A filter that is on, with the button that takes it off.
'use client';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon';

export type ChipProps = { name: string; children: ReactNode; onRemove: () => void };

export function Chip({ name, children, onRemove }: ChipProps) {
  return (
    <span className="inline-flex h-[26px] items-center gap-1 rounded-md bg-raised pr-[3px] pl-2 text-xs whitespace-nowrap edge-strong max-md:h-9">
      <span className="text-muted">{name}</span>
      {children}
      <button
        type="button"
        aria-label={`Remove filter ${name}`}
        onClick={onRemove}
        className="grid size-[18px] place-items-center rounded-xs text-faint hover:bg-hover hover:text-ink max-md:size-8"
      >
        <Icon of={X} size={12} />
      </button>
    </span>
  );
}

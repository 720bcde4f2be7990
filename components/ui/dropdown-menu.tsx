// A menu of actions and links behind one button.
'use client';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu as RadixMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './class-names';
import { Icon } from './icon';
import { Kbd } from './kbd';

export type DropdownMenuProps = {
  /** One element that takes a ref and props. */
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
};

const ROW =
  'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:text-faint data-[highlighted]:bg-hover max-md:min-h-11';

export function DropdownMenu({ trigger, align = 'end', children }: DropdownMenuProps) {
  return (
    <RadixMenu.Root modal={false}>
      <RadixMenu.Trigger asChild>{trigger}</RadixMenu.Trigger>
      <RadixMenu.Portal>
        <RadixMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="fade-in z-50 min-w-44 rounded-lg bg-overlay p-1 edge-overlay"
        >
          {children}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

export type MenuItemProps = {
  children: ReactNode;
  icon?: ReactNode;
  keyHint?: string;
  danger?: boolean;
  disabled?: boolean;
} & ({ onSelect: () => void; href?: never } | { href: string; onSelect?: never });

export function MenuItem({
  children,
  icon,
  keyHint,
  danger = false,
  disabled = false,
  ...act
}: MenuItemProps) {
  const inside = (
    <>
      <span className="grid w-4 flex-none place-items-center text-muted">{icon}</span>
      <span className="flex-1">{children}</span>
      {keyHint !== undefined && <Kbd>{keyHint}</Kbd>}
    </>
  );
  const look = {
    className: cx(ROW, danger && 'text-state [&_svg]:text-state'),
    ...(danger ? { 'data-state-of': 'failed' } : {}),
  };
  if (act.href !== undefined) {
    return (
      <RadixMenu.Item asChild disabled={disabled} {...look}>
        <Link href={act.href}>{inside}</Link>
      </RadixMenu.Item>
    );
  }
  return (
    <RadixMenu.Item disabled={disabled} onSelect={act.onSelect} {...look}>
      {inside}
    </RadixMenu.Item>
  );
}

export type MenuChoiceProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: ReactNode }[];
};

/** One of a few inside a menu, with a check at the chosen one. */
export function MenuChoice({ label, value, onValueChange, options }: MenuChoiceProps) {
  return (
    <RadixMenu.RadioGroup value={value} onValueChange={onValueChange} aria-label={label}>
      <RadixMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-faint">{label}</RadixMenu.Label>
      {options.map((option) => (
        <RadixMenu.RadioItem key={option.value} value={option.value} className={ROW}>
          <span className="grid w-4 flex-none place-items-center">
            <RadixMenu.ItemIndicator>
              <Icon of={Check} size={14} className="text-accent" />
            </RadixMenu.ItemIndicator>
          </span>
          {option.label}
        </RadixMenu.RadioItem>
      ))}
    </RadixMenu.RadioGroup>
  );
}

export function MenuSeparator() {
  return <RadixMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

// One of many more than a list shows at once: opens with a field that narrows it. With label, hint and error as the other fields.
'use client';
import { Command } from 'cmdk';
import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cx } from './class-names';
import { Field } from './field';
import { Icon } from './icon';
import { Popover } from './popover';
import { INPUT_HEIGHT } from './text-field';

export type SearchableSelectProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  options: readonly string[];
  value: string;
  onValueChange: (value: string) => void;
  /** Whether an option stays for what is typed. */
  matches: (option: string, typed: string) => boolean;
  searchLabel: string;
  disabled?: boolean;
  className?: string;
};

export function SearchableSelect({
  label,
  hint,
  error,
  options,
  value,
  onValueChange,
  matches,
  searchLabel,
  disabled = false,
  className,
}: SearchableSelectProps) {
  const [open, setOpen] = useState(false);
  const choose = (option: string): void => {
    onValueChange(option);
    setOpen(false);
  };
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(wiring) => (
        <Popover
          label={label}
          open={open}
          onOpenChange={setOpen}
          trigger={
            <button
              type="button"
              {...wiring}
              // A label names a button by itself alone: what is chosen has to be heard as well.
              aria-label={`${label}: ${value}`}
              disabled={disabled}
              className={cx(
                'input flex w-full items-center gap-2 px-[9px] text-left text-ink max-md:text-lg',
                INPUT_HEIGHT.md,
              )}
            >
              <span className="min-w-0 flex-1 truncate">{value}</span>
              <Icon of={ChevronDown} size={14} className="text-faint" />
            </button>
          }
        >
          <Command
            label={searchLabel}
            loop
            defaultValue={value}
            filter={(option, typed) => (matches(option, typed) ? 1 : 0)}
            className="w-72 max-w-full"
          >
            <Command.Input
              placeholder={searchLabel}
              className="input mb-2 block h-7 w-full px-[9px] text-ink max-md:h-10 max-md:text-lg"
            />
            <Command.List label={label} className="max-h-64 overflow-auto">
              <Command.Empty className="px-2 py-1.5 text-xs text-muted">Nothing is called so.</Command.Empty>
              {options.map((option) => (
                <Command.Item
                  key={option}
                  value={option}
                  onSelect={() => choose(option)}
                  className="flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 select-none data-[selected=true]:bg-hover max-md:min-h-11"
                >
                  <span className="w-4 flex-none">
                    {option === value && <Icon of={Check} size={14} className="text-accent" />}
                  </span>
                  {option}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover>
      )}
    </Field>
  );
}

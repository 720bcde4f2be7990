// One of many, in a list that opens. With label, hint and error as the other fields.
'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as RadixSelect } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './class-names';
import { Field } from './field';
import { Icon } from './icon';
import { type FieldParts, INPUT_HEIGHT } from './text-field';

export type SelectOption = { value: string; label: ReactNode; detail?: ReactNode; disabled?: boolean };

export type SelectProps = Omit<FieldParts, 'monoLabel'> & {
  options: readonly SelectOption[];
  /** Empty string: nothing chosen yet. */
  value: string;
  onValueChange: (value: string) => void;
  placeholder?: string;
  size?: 'md' | 'lg';
  monoLabel?: boolean;
  id?: string | undefined;
  disabled?: boolean;
  onBlur?: () => void;
};

export function Select({
  options,
  value,
  onValueChange,
  placeholder = 'Choose',
  size = 'md',
  label,
  hint,
  error,
  required = false,
  aside,
  layout = 'stacked',
  mono = false,
  monoLabel = false,
  changed = false,
  tainted = false,
  id,
  disabled = false,
  onBlur,
  className,
}: SelectProps) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required={required}
      aside={aside}
      layout={layout}
      mono={monoLabel}
      id={id}
      className={className}
    >
      {(wiring) => (
        <RadixSelect.Root value={value} onValueChange={onValueChange} disabled={disabled}>
          <RadixSelect.Trigger
            {...wiring}
            onBlur={onBlur}
            data-changed={changed || undefined}
            data-tainted={tainted || undefined}
            className={cx(
              'input flex w-full items-center gap-2 px-[9px] text-left text-ink data-[placeholder]:text-faint max-md:text-lg',
              INPUT_HEIGHT[size],
              mono && 'font-mono text-[12.5px]',
            )}
          >
            <span className="min-w-0 flex-1 truncate">
              <RadixSelect.Value placeholder={placeholder} />
            </span>
            <Icon of={ChevronDown} size={14} className="text-faint" />
          </RadixSelect.Trigger>
          <RadixSelect.Portal>
            <RadixSelect.Content
              position="popper"
              sideOffset={4}
              collisionPadding={8}
              className="fade-in z-50 max-h-[min(320px,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg bg-overlay edge-overlay"
            >
              <RadixSelect.Viewport className="p-1">
                {options.map((option) => (
                  <SelectItem key={option.value} option={option} mono={mono} />
                ))}
              </RadixSelect.Viewport>
            </RadixSelect.Content>
          </RadixSelect.Portal>
        </RadixSelect.Root>
      )}
    </Field>
  );
}

function SelectItem({ option, mono }: { option: SelectOption; mono: boolean }) {
  return (
    <RadixSelect.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className={cx(
        'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:text-faint data-[highlighted]:bg-hover max-md:min-h-11',
        mono && 'font-mono text-[12.5px]',
      )}
    >
      <span className="w-4 flex-none">
        <RadixSelect.ItemIndicator>
          <Icon of={Check} size={14} className="text-accent" />
        </RadixSelect.ItemIndicator>
      </span>
      <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
      {option.detail !== undefined && (
        <span className="ml-auto pl-4 font-sans text-xs text-muted">{option.detail}</span>
      )}
    </RadixSelect.Item>
  );
}

// A number as typed text: half-written numbers ("-", "1e") stay as they are and are judged, never silently changed.
'use client';
import { TextField, type TextFieldProps } from './text-field';

export type NumberFieldProps = Omit<TextFieldProps, 'type' | 'value' | 'onChange' | 'inputMode'> & {
  value: string;
  onValueChange: (text: string) => void;
  integer?: boolean;
};

export function NumberField({ value, onValueChange, integer = false, ...rest }: NumberFieldProps) {
  return (
    <TextField
      {...rest}
      value={value}
      inputMode={integer ? 'numeric' : 'decimal'}
      autoComplete="off"
      onChange={(event) => onValueChange(event.target.value)}
    />
  );
}

// Who may have written the input of a run that is about to be started.
'use client';
import { Checkbox } from '../ui/checkbox';

export type TrustFieldProps = { untrusted: boolean; onChange: (untrusted: boolean) => void };

export function TrustField({ untrusted, onChange }: TrustFieldProps) {
  return (
    <div className="mt-4">
      <Checkbox checked={untrusted} onCheckedChange={onChange}>
        Outsiders may have written this input
      </Checkbox>
      <p className="text-xs text-muted">
        A mail or a form of theirs, pasted here. The run is tainted from its start, and nobody it names is
        written to without a person.
      </p>
    </div>
  );
}

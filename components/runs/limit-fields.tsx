// The bounds of a run as fields, folded away until someone wants them. Knows texts; judging is limit-texts'.
'use client';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { RunLimits } from '@/lib/domain/run';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { NumberField } from '../ui/number-field';
import { LIMIT_FIELDS, type LimitDirection, type LimitTexts } from './limit-texts';

export type LimitFieldsProps = {
  limits: RunLimits;
  texts: LimitTexts;
  onChange: (texts: LimitTexts) => void;
  direction: LimitDirection;
  problems: Readonly<Record<string, string>>;
  /** Open from the start: where raising a bound is what the form is for. */
  open?: boolean;
};

export function LimitFields({ limits, texts, onChange, direction, problems, open }: LimitFieldsProps) {
  const [unfolded, setUnfolded] = useState(open ?? false);
  const shown = unfolded || Object.keys(problems).length > 0;
  return (
    <div className="mt-3">
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => setUnfolded(!shown)}
        className="link flex items-center gap-1 text-xs max-md:min-h-11"
      >
        <Icon of={ChevronRight} size={12} className={cx(shown && 'rotate-90')} />
        {direction === 'lower' ? 'Set lower bounds for this run' : 'Raise bounds'}
      </button>
      {shown && (
        <div className="mt-2.5 grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
          {LIMIT_FIELDS.map((field) => (
            <NumberField
              key={field.name}
              label={field.unit === '' ? field.label : `${field.label}, ${field.unit}`}
              value={texts[field.name] ?? ''}
              onValueChange={(text) => onChange({ ...texts, [field.name]: text })}
              integer={field.whole}
              placeholder={field.show(limits[field.name])}
              error={problems[field.name]}
            />
          ))}
        </div>
      )}
    </div>
  );
}

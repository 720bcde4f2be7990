// What the model stated when it chose: how sure, why, what else it thought of. Says what it left out; fills in nothing.
import type { DecisionRecord } from '@/lib/domain/decision';
import { toolNameFromWire } from '@/lib/domain/names';
import { cx } from '../ui/class-names';
import { ConfidenceBar } from '../ui/confidence-bar';

export type DecisionRecordViewProps = {
  decision: DecisionRecord;
  /** Below it a person is asked; undefined where it is not known or does not apply. */
  threshold: number | undefined;
  /** Names above their reasons, for a narrow pane. */
  narrow?: boolean;
};

export function DecisionRecordView({ decision, threshold, narrow = false }: DecisionRecordViewProps) {
  return (
    <>
      <ConfidenceBar confidence={decision.confidence ?? undefined} threshold={threshold} />
      <ul className="mt-1.5">
        <Choice
          name={toolNameFromWire(decision.chosen)}
          text={decision.reasoning ?? 'It gave no reason.'}
          narrow={narrow}
          chosen
        />
        {decision.alternatives?.map((other) => (
          <Choice
            key={`${other.tool} ${other.reason}`}
            name={toolNameFromWire(other.tool)}
            text={other.reason}
            narrow={narrow}
          />
        ))}
      </ul>
      {(decision.alternatives === null || decision.alternatives.length === 0) && (
        <p className="mt-1 text-xs text-faint">It named no alternative.</p>
      )}
      <p className="mt-1 text-xs text-faint">Memory used: not recorded.</p>
    </>
  );
}

type ChoiceProps = { name: string; text: string; narrow: boolean; chosen?: boolean };

function Choice({ name, text, narrow, chosen = false }: ChoiceProps) {
  return (
    <li
      className={cx(
        'border-l-2 py-1 pl-2.5 text-xs leading-[17px]',
        narrow ? 'block' : 'grid grid-cols-[112px_minmax(0,1fr)] gap-2.5',
        chosen ? 'border-accent text-ink' : 'border-line text-muted',
      )}
    >
      <span className="mono block font-medium [overflow-wrap:anywhere]">
        {chosen && <span className="sr-only">chosen: </span>}
        {name}
      </span>
      <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</span>
    </li>
  );
}

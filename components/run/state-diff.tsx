// Changes of a state, path by path: what was there with a minus, what is there now with a plus. Colour is the third sign.
import type { StateChange } from './state-changes';

export type StateDiffProps = { changes: readonly StateChange[]; label: string };

export function StateDiff({ changes, label }: StateDiffProps) {
  if (changes.length === 0) return <p className="pb-3 text-xs text-muted">Nothing changed in the state.</p>;
  return (
    <section aria-label={label} className="diff -mx-4 max-md:-mx-3.5">
      {changes.flatMap((change) => [
        ...(change.before === undefined
          ? []
          : [<Line key={`- ${change.path}`} op="del" path={change.path} text={change.before} />]),
        ...(change.after === undefined
          ? []
          : [<Line key={`+ ${change.path}`} op="add" path={change.path} text={change.after} />]),
      ])}
    </section>
  );
}

function Line({ op, path, text }: { op: 'add' | 'del'; path: string; text: string }) {
  return (
    <div data-op={op}>
      <span aria-hidden="true" className="no" />
      <span aria-hidden="true" className="sign">
        {op === 'add' ? '+' : '-'}
      </span>
      <code>
        <span className="sr-only">{op === 'add' ? 'now ' : 'was '}</span>
        {path}
        {'  '}
        {op === 'add' ? <mark>{text}</mark> : text}
      </code>
    </div>
  );
}

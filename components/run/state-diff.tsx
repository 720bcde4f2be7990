// Changes of a state by what they are about, path by path: what was there with a minus, what is there now with a plus. Colour is the third sign.
import { Fragment } from 'react';
import type { StateChange } from './state-changes';
import { groupedChanges } from './state-groups';

export type StateDiffProps = { changes: readonly StateChange[]; label: string };

export function StateDiff({ changes, label }: StateDiffProps) {
  if (changes.length === 0) return <p className="pb-3 text-xs text-muted">Nothing changed in the state.</p>;
  const { groups, unchanged } = groupedChanges(changes);
  return (
    <>
      <section aria-label={label} className="diff -mx-4 max-md:-mx-3.5">
        {groups.map(({ name, changes: own }) => (
          <Fragment key={name}>
            <h4 className="px-4 pt-1.5 pb-0.5 font-sans text-2xs text-faint max-md:px-3.5">{name}</h4>
            {own.map((change) => (
              <Fragment key={change.path}>
                {change.before !== undefined && <Line op="del" path={change.path} text={change.before} />}
                {change.after !== undefined && <Line op="add" path={change.path} text={change.after} />}
              </Fragment>
            ))}
          </Fragment>
        ))}
      </section>
      {unchanged.length > 0 && (
        <p className="py-2 text-xs text-muted">{`Unchanged: ${unchanged.join(', ')}.`}</p>
      )}
    </>
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

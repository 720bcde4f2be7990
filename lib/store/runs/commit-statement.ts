// Knows the two manners in which a batch of commits is written: as one write that stands or falls as a whole, and with the heads first.
import {
  answerOf,
  type BatchParts,
  besidesOf,
  nameOf,
  type Shape,
  shapeOf,
  valuesBesides,
} from './commit-parts';
import { LOCK_LEAVING, LOCK_RUNS } from './exit-section';
import { COPY_JOURNAL, copyOf } from './journal-copy';
import { INSERT_CHECKPOINT, JOURNAL, JOURNAL_VALUES } from './journal-section';
import type { Part } from './one-write';
import { relationOf, type Section, valuesOf } from './sections';

/**
 * swift: the rows are copied, and it fails as a whole when a single head is taken. careful: heads first, and what belongs to a refused head
 * is left out. Losing a head is rare, and swift takes half of the time.
 */
export type Manner = 'swift' | 'careful';

/** Runs that are left are locked first, then the journal is written, then all else: in the order in which everybody takes locks. */
export function swiftParts(parts: BatchParts): Part[] {
  const shape = shapeOf(parts);
  const all: Part[] = [];
  if (shape.exits) {
    const runs = parts.exits.map(({ runId }) => runId).join(',');
    all.push({ name: 'commit_locks', text: LOCK_RUNS, values: [`{${runs}}`] });
  }
  if (parts.journal.length > 0)
    all.push({
      name: 'commit_journal',
      text: COPY_JOURNAL,
      data: copyOf(parts.journal.map(({ row }) => row)),
    });
  const name = nameOf('commit_besides', shape);
  const text = textOf(name, () => besidesText(shape));
  if (text !== '') all.push({ name, text, values: valuesBesides(parts, shape) });
  return all;
}

export type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

export function carefulStatement(parts: BatchParts): Statement {
  const shape = shapeOf(parts);
  const name = nameOf('commit_careful', shape);
  const text = textOf(name, () => carefulText(shape));
  return { name, text, values: [...valuesOf(JOURNAL, parts.journal), ...valuesBesides(parts, shape)] };
}

const TEXTS = new Map<string, string>();

function textOf(name: string, make: () => string): string {
  const known = TEXTS.get(name);
  if (known !== undefined) return known;
  const text = make();
  TEXTS.set(name, text);
  return text;
}

function numbered() {
  let next = 1;
  return <T>(section: Section<T>) => {
    const text = relationOf(section, next);
    next += section.columns.length;
    return text;
  };
}

/** Empty where there is nothing beside the journal. */
function besidesText(shape: Shape): string {
  const { leaving, besides } = besidesOf(shape, numbered(), 'true');
  return besides.length === 0 ? '' : `WITH ${[...leaving, ...besides].join(',\n')} ${answerOf(shape, null)}`;
}

function carefulText(shape: Shape): string {
  const relation = numbered();
  const rows = [
    `journal AS MATERIALIZED (SELECT * FROM ${relation(JOURNAL)})`,
    `heads AS (${insertRows('journal', `head AND ${lockFirst(shape)}`)} ON CONFLICT DO NOTHING RETURNING run_id)`,
    `follow AS (${insertRows('journal JOIN heads USING (run_id)', 'NOT head')})`,
  ];
  const ofTaken = <T>(section: Section<T>, accepted: boolean) =>
    `${relation(section)}${accepted ? ' JOIN heads USING (run_id)' : ''}`;
  const { leaving, besides } = besidesOf(shape, ofTaken, TAKEN);
  const locks = shape.exits ? [...leaving, `locked AS MATERIALIZED (${LOCK_LEAVING})`] : [];
  return `WITH ${[...locks, ...rows, ...besides].join(',\n')} ${answerOf(shape, 'heads')}`;
}

/** Counting the locked rows makes them be locked before the first journal row is written. */
const lockFirst = ({ exits }: Shape) => (exits ? '(SELECT count(*) FROM locked) >= 0' : 'true');
const TAKEN = '(l.bare OR EXISTS (SELECT 1 FROM heads h WHERE h.run_id = l.run_id))';

const insertRows = (from: string, condition: string) =>
  `${INSERT_CHECKPOINT} SELECT ${JOURNAL_VALUES} FROM ${from} WHERE ${condition}`;

// Chooses the fewest rows that show every shape which some journal shows: members of payloads, by kind and type of row.

/** Whose members are anybody's: what a tool or a person said, not what the runtime writes. */
const FREE = new Set([
  'input',
  'arguments',
  'value',
  'output',
  'partial',
  'raw',
  'labels',
  'result',
  'content',
]);
/** What is stored in short elsewhere. */
const OPAQUE = new Set(['entities', 'context', 'request']);

function shapesIn(value, path, into) {
  if (value === null || typeof value !== 'object')
    return into.add(`${path}:${value === null ? 'null' : typeof value}`);
  if (Array.isArray(value)) for (const one of value) shapesIn(one, `${path}[]`, into);
  else
    for (const [name, member] of Object.entries(value)) {
      const at = `${path}.${name}`;
      into.add(at);
      if (!FREE.has(name) && !OPAQUE.has(name)) shapesIn(member, at, into);
    }
  return into;
}

/** @param lines of one journal, each `{ row, told }`. */
export function shapesOf(lines) {
  const shapes = new Set();
  for (const { row } of lines) {
    const payload = JSON.parse(row.payload);
    const head = [row.kind, payload.type, payload.outcome, payload.decision].filter(
      (part) => typeof part === 'string',
    );
    shapesIn(row.kind === 'snapshot' ? {} : payload, head.join(' '), shapes);
    shapes.add(head.join(' '));
  }
  return shapes;
}

/** Greedy: the journal that shows most of what is missing for its length comes next. */
export function chooseJournals(journals, most) {
  const open = journals.map((lines) => ({ lines, shapes: shapesOf(lines), rows: lines.length }));
  const missing = new Set(open.flatMap(({ shapes }) => [...shapes]));
  const wanted = missing.size;
  const chosen = [];
  while (missing.size > 0 && chosen.length < most) {
    const gain = ({ shapes, rows }) => [...shapes].filter((shape) => missing.has(shape)).length / (rows + 4);
    const best = open.reduce((top, one) => (gain(one) > gain(top) ? one : top));
    if (gain(best) === 0) break;
    for (const shape of best.shapes) missing.delete(shape);
    chosen.push(best.lines);
  }
  return { chosen, wanted, missing: [...missing] };
}

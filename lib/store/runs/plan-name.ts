// Knows when a prepared statement deserves a new plan. Refuses to let a plan that was made on an empty table read a full one.

const executions = new Map<string, number>();
const BITS_A_GENERATION = 3;
const GENERATION_LAST = 5;

/**
 * The statement's name with a generation that rises when it has been executed 8, 64, 512 … 32 768 times. A plan made while a table was small
 * reads it whole, and PostgreSQL makes another only when statistics change, up to a minute later: at 5 000 commits a second that is a table
 * of 300 000 rows read whole by each of them. A new name is planned anew, with the table's present size.
 */
export function planName(statement: string): string {
  const count = (executions.get(statement) ?? 0) + 1;
  executions.set(statement, count);
  const generation = Math.floor((31 - Math.clz32(count)) / BITS_A_GENERATION);
  return `${statement}_${Math.min(generation, GENERATION_LAST)}`;
}

// Knows how a run that waits for a budget is told from others: those that are counted are those that a raise wakes.

/** More than these are not counted. */
export const MOST_WAITING_RUNS = 1_000;

/** The reason is what the index is over. @param id an SQL expression of the budget's name in waits. */
export const waitsFor = (run: string, id: string) =>
  `${run}.status = 'waiting' AND ${run}.waiting->>'reason' = 'budget'
    AND ${run}.waiting->'items' @> jsonb_build_array(jsonb_build_object('kind', 'budget', 'id', ${id}))`;

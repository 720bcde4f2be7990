// The order in which due runs are claimed: oldest first within an agent, agents in turn, so that a crowd of one keeps no other waiting.

export type Due = { readonly runId: string; readonly agent: string; readonly dueSinceMs: number };

/** @param heldBy how many of an agent's runs the claimer has already: its turns come the later. */
export function fairOrder<T>(
  due: readonly T[],
  of: (item: T) => Due,
  heldBy: (agent: string) => number = () => 0,
): T[] {
  const known = due.map((item) => ({ item, ...of(item) }));
  known.sort((a, b) => a.dueSinceMs - b.dueSinceMs || (a.runId < b.runId ? -1 : 1));
  const turns = new Map<string, number>();
  const ranked = known.map(({ item, agent }) => {
    const turn = turns.get(agent) ?? heldBy(agent);
    turns.set(agent, turn + 1);
    return { item, turn };
  });
  ranked.sort((a, b) => a.turn - b.turn); // a stable sort keeps the oldest first within a turn
  return ranked.map(({ item }) => item);
}

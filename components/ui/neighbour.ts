// One row further in a list that lives: by the id that has the focus and never by a number. Pure.

/** A live insert moves rows, not the focus. At an end it stays; without a focus it begins at the end it comes from. */
export function neighbour(order: readonly string[], id: string | undefined, by: 1 | -1): string | undefined {
  const place = id === undefined ? -1 : order.indexOf(id);
  if (place === -1) return by === 1 ? order[0] : order.at(-1);
  return order[place + by] ?? id;
}

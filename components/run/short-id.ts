// How a run's id reads in a row: its last eight characters. The first ones are the time and the same for all of a minute.

export function shortId(id: string): string {
  return id.slice(-8);
}

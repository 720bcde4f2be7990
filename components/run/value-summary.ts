// One line of what a JSON value says, for rows where there is no room for more. Cuts, never rewords.

const MOST = 140;

function leaf(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.every(isLeaf) ? value.map(leaf).join(', ') : `${value.length} items`;
  return '';
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** Values of an object in the order they were given, parted by a middle dot; nested objects are left out. "" for nothing. */
export function valueSummary(value: unknown, most = MOST): string {
  const text =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.values(value)
          .map(leaf)
          .filter((part) => part !== '')
          .join(' · ')
      : leaf(value);
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

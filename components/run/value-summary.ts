// One line of what a JSON value says, for rows where there is no room for more. Cuts, never rewords.

const MOST = 140;

function leaf(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return '';
  if (value.every(isLeaf)) return value.map(leaf).join(', ');
  const first = members(value[0]);
  return value.length > 1 && first !== '' ? `${first} and ${value.length - 1} more` : first;
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** What the members of an object say; nothing for what is no object. */
function members(value: unknown): string {
  if (isLeaf(value) || Array.isArray(value)) return '';
  return Object.values(value ?? {})
    .map(leaf)
    .filter((part) => part !== '')
    .join(' · ');
}

/** Values of an object in the order they were given, parted by a middle dot; nested objects are left out, of a list of objects the first is told. "" for nothing. */
export function valueSummary(value: unknown, most = MOST): string {
  const text = isLeaf(value) || Array.isArray(value) ? leaf(value) : members(value);
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}

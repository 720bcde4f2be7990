// A length of time in the words of a rule; refuses to round: what is no whole number of a unit is told in a smaller one.

const UNITS = [
  { name: 'days', ms: 86_400_000, from: 2 },
  { name: 'h', ms: 3_600_000, from: 1 },
  { name: 'min', ms: 60_000, from: 1 },
  { name: 's', ms: 1_000, from: 1 },
] as const;

/** 86 400 000 as "24 h", 604 800 000 as "7 days". */
export function longSpan(ms: number): string {
  const unit = UNITS.find((one) => ms % one.ms === 0 && ms / one.ms >= one.from);
  return unit === undefined ? `${ms} ms` : `${ms / unit.ms} ${unit.name}`;
}

// How much a figure changed against the period before, in words. Pure.

/** "+4 %", "−11 %", "0 %"; "new" where there was none before, "–" where there is none now. */
export function changeWords(now: number | null, before: number | null): string {
  if (now === null) return '–';
  if (before === null || before === 0) return 'new';
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return '0 %';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}

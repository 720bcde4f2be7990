// How counts, shares, sizes and digests read. Refuses to shorten a count ("4.9k").

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** 4871 → "4,871" */
export function formatCount(count: number): string {
  return number.format(count).replace(/^-/, '−');
}

/** A share of 0..1 as "97.6 %". Only the whole reads as 100 %, only none as 0 %: 0.9999 is "99.9 %". */
export function formatPercent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return 'none';
  const step = 10 ** -digits;
  let percent = Number((share * 100).toFixed(digits));
  if (percent >= 100 && share < 1) percent = 100 - step;
  if (percent <= 0 && share > 0) percent = step;
  return `${Number.isInteger(percent) ? percent.toFixed(0) : percent.toFixed(digits)} %`;
}

/** plural(1, "run") → "1 run"; plural(3, "reply", "replies") → "3 replies" */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "812 B", "14.2 kB", "3.0 MB" (powers of 1000). */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A digest at a glance, first and last four: "9c41…e07b". Short ones stay whole. */
export function shortDigest(digest: string): string {
  return digest.length <= 12 ? digest : `${digest.slice(0, 4)}…${digest.slice(-4)}`;
}

/** Initials for an avatar from a name or an e-mail address: "Ruth Diaz" → "RD", "mk@example.com" → "MK". */
export function initials(nameOrEmail: string): string {
  const words = (nameOrEmail.split('@')[0] ?? '').split(/[\s._-]+/).filter((word) => word !== '');
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const letters = last === '' ? first.slice(0, 2) : `${first.charAt(0)}${last.charAt(0)}`;
  return letters === '' ? '?' : letters.toUpperCase();
}

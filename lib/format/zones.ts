// Time zones by their IANA names, as this browser knows them. Takes the clock as an argument.

/** UTC first, then all others by name. */
export function zoneNames(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

/** Every word that was typed stands somewhere in the name: "new york" finds America/New_York. */
export function matchesZone(zone: string, typed: string): boolean {
  const name = zone.toLowerCase().replaceAll('_', ' ');
  return typed
    .toLowerCase()
    .split(/[\s_]+/)
    .every((word) => name.includes(word));
}

/** The clock there: "15:24 GMT+1"; undefined for a zone that this browser does not know. */
export function clockIn(zone: string, nowMs: number): string | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    }).formatToParts(nowMs);
    const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
    return `${of('hour')}:${of('minute')} ${of('timeZoneName')}`;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

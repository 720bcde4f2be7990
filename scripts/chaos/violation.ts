// A promise that did not hold: which, of which run, and what was seen.

export type Violation = { readonly promise: string; readonly runId: string | null; readonly seen: string };

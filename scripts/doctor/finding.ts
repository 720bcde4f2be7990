// Knows what one check of doctor can say. Refuses a problem without a remedy.

export type Finding =
  | { readonly name: string; readonly ok: true; readonly note: string }
  | { readonly name: string; readonly ok: false; readonly problem: string; readonly remedy: string };

/** One check: it looks, or tries, and never throws for what it finds. */
export type Check = () => Promise<Finding>;

export function fine(name: string, note: string): Finding {
  return { name, ok: true, note };
}

export function problem(name: string, what: string, remedy: string): Finding {
  return { name, ok: false, problem: what, remedy };
}

// Who is at work at a receiver at the same time, as the receiver sees it: how many at most at each place, and who worked on each thing when.

/** One request's work on a thing that only one effect may work on at a time. */
export type Visit = {
  readonly resource: string;
  /** Of the effect. */
  readonly key: string;
  readonly fromMs: number;
  /** Null while it is at work. */
  untilMs: number | null;
};

export class Traffic {
  readonly most = new Map<string, number>();
  readonly visits: Visit[] = [];
  /** By place, each with how often he is there. */
  private readonly present = new Map<string, Map<unknown, number>>();

  /** Whoever is there twice is one. @returns how it leaves; a second time changes nothing. */
  enter(place: string, who: unknown = Symbol(place)): () => void {
    const present = this.present.get(place) ?? new Map<unknown, number>();
    this.present.set(place, present.set(who, (present.get(who) ?? 0) + 1));
    this.most.set(place, Math.max(present.size, this.most.get(place) ?? 0));
    let isHere = true;
    return () => {
      if (!isHere) return;
      isHere = false;
      const left = (present.get(who) ?? 1) - 1;
      if (left > 0) present.set(who, left);
      else present.delete(who);
    };
  }

  visit(resource: string, key: string): () => void {
    const visit: Visit = { resource, key, fromMs: performance.now(), untilMs: null };
    this.visits.push(visit);
    return () => {
      visit.untilMs ??= performance.now();
    };
  }
}

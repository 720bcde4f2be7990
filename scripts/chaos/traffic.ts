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
  private readonly present = new Map<string, number>();

  /** @returns how it leaves; a second time changes nothing. */
  enter(place: string): () => void {
    const now = (this.present.get(place) ?? 0) + 1;
    this.present.set(place, now);
    this.most.set(place, Math.max(now, this.most.get(place) ?? 0));
    let isHere = true;
    return () => {
      if (!isHere) return;
      isHere = false;
      this.present.set(place, (this.present.get(place) ?? 1) - 1);
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

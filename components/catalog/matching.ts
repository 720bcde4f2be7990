// Which tools and models a search leaves: by every word, wherever it stands. Pure.

/** Those whose texts hold every word of `q`, in any case; all of them for an empty one. */
export function matching<T>(items: readonly T[], q: string, textOf: (item: T) => string): T[] {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter((item) => {
    const text = textOf(item).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The host of a URL template, or the template itself where no host can be told. */
export function hostOf(template: string): string {
  return /^https?:\/\/([^/?#]+)/i.exec(template)?.[1] ?? template;
}

// Which page an address leads to, whatever ids stand in it: one name for `/agents/a/edit` and `/agents/b/edit`. Knows no pages: the parameters tell.

/** As Next gives them: encoded or not, a list for what takes several segments. */
export type PageParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `/agents/[name]/edit`. A segment that looks like a parameter is one, and several in a row are one: names stay few, whatever is asked for. */
export function pagePattern(path: string, params: PageParams): string {
  const names = new Map<string, string>();
  for (const [name, given] of Object.entries(params))
    for (const value of [given ?? []].flat()) names.set(decoded(value), `[${name}]`);
  return path
    .split('/')
    .map((segment) => names.get(decoded(segment)) ?? segment)
    .filter((segment, at, all) => !segment.startsWith('[') || segment !== all[at - 1])
    .join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

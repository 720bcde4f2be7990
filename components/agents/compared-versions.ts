// Which two versions are compared: the asked ones, else what waits to be activated against what is active, else the newest step. Pure.

type Version = { readonly version: number };

export function comparedVersions<V extends Version>(
  versions: readonly V[],
  asked: { readonly from: number | null; readonly to: number | null },
  active: number,
): { from: V | undefined; to: V | undefined } {
  const of = (number: number | null) => versions.find(({ version }) => version === number);
  const newest = versions[0];
  const to = of(asked.to) ?? newest;
  if (to === undefined) return { from: undefined, to };
  const chosen = asked.from === to.version ? undefined : of(asked.from);
  const usual = asked.to === null && to.version > active ? of(active) : undefined;
  const earlier = versions.find(({ version }) => version < to.version);
  const later = versions.findLast(({ version }) => version > to.version);
  return { from: chosen ?? usual ?? earlier ?? later, to };
}

// Which fields of a definition its form does not show, so that the form can say so. Pure.

export function onlyInJson(fields: readonly string[], shown: ReadonlySet<string>): string[] {
  return fields.filter((field) => !shown.has(field));
}

// Joins class names; knows nothing of their meaning and resolves no conflicts: variants are props, not overrides.

export type ClassPart = string | false | null | undefined;

export function cx(...parts: ClassPart[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

// Knows where the project stands and what runs it. Refuses to depend on the working folder.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** A path in the project. */
export function inProject(...parts: string[]): string {
  return join(projectDir, ...parts);
}

/** Options that let Node run TypeScript with the project's aliases. */
export const typeScriptOptions: readonly string[] = ['--import', 'tsx'];

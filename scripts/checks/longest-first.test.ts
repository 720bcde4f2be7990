// Holds the list of files that begin first to files that there are: one that was renamed would begin last again.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inProject } from '../launch/project';
import { LONGEST } from './longest-first';

it('names files that there are, each once', () => {
  expect(LONGEST.filter((file) => !existsSync(inProject(file)))).toEqual([]);
  expect(new Set(LONGEST).size).toBe(LONGEST.length);
});

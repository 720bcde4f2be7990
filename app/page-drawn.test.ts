// Every page of the console says when it lives: without that, answers would wait for it in vain.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const CONSOLE = fileURLToPath(new URL('./(console)', import.meta.url));

it('is said by every page of the console', () => {
  const pages = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)(page|not-found)\.tsx$/.test(path),
  );
  expect(pages.length).toBeGreaterThan(20);
  const silent = pages.filter((path) => {
    const text = readFileSync(join(CONSOLE, path), 'utf8');
    return !/<(Prefetched|PageDrawn)\b/.test(text) && !/\bredirect\(/.test(text);
  });
  expect(silent).toEqual([]);
});

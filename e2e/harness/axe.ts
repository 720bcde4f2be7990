// Knows what axe has against a page: rule and place of each violation, so that a failure says what to mend.
import type { BrowserContext, Page } from '@playwright/test';
import Axe, { type RunOptions } from 'axe-core';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Brought once with each page: to hand its half megabyte over for each look takes longer than the look. */
export const bringAxe = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript({ content: Axe.source });

/** Of a page whose context has axe. In dark only colours are looked at: the two themes differ in nothing else. */
export async function violations(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  const runOnly: RunOptions['runOnly'] =
    theme === 'light'
      ? { type: 'tag', values: WCAG }
      : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
  return page.evaluate(async (only) => {
    // safe because an init script brings it to every page of this context
    const { axe } = window as unknown as { axe: typeof Axe };
    const found = await axe.run(document, { runOnly: only, resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
    );
  }, runOnly);
}

/** How many pixels the page or its content is wider than what it stands in. */
export const excessWidth = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, document.querySelector('main')].map((box) =>
        box === null ? 0 : box.scrollWidth - box.clientWidth,
      ),
    ),
  );

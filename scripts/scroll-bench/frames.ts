// Knows how a list scrolls in a browser: turns the wheel as a hand does and writes every frame down. Changes nothing.
import type { CDPSession, Page } from 'playwright';
import { type Figures, figuresOf } from '../console-bench/percentiles';

/** A frame at 60 Hz; one that took more than half again was late. */
const FRAME_MS = 1_000 / 60;
/** A hand in a hurry: some 5 000 pixels a second. */
const WHEEL_PX = 300;
const WHEEL_EVERY_MS = 60;
/** Without a new row for this long the list is taken to stand still. */
const STILL_MS = 20_000;

export type Stretch = {
  /** Rows from the top, when the stretch began and ended. */
  readonly fromRow: number;
  readonly toRow: number;
  readonly frames: Figures;
  readonly latePercent: number;
  /** Of the time, how much the page's thread was in scripts. */
  readonly scriptPercent: number;
  /** Most rows that were in the document at once. */
  readonly mountedRows: number;
  /** After a collection, at the end of the stretch. */
  readonly heapMegabytes: number;
};

type Recorded = { readonly frames: number[]; readonly mounted: number };

export class ScrolledList {
  constructor(
    private readonly page: Page,
    private readonly cdp: CDPSession,
    /** The scrolling element. */
    private readonly box: string,
    private readonly rowPx: number,
  ) {}

  row(): Promise<number> {
    return this.page
      .locator(this.box)
      .evaluate((element, px) => Math.round(element.scrollTop / px), this.rowPx);
  }

  /** Seconds that the page's thread has spent in scripts so far. */
  private async scriptSeconds(): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
  }

  /** To this row as fast as it loads, or to where the list stands still. @returns rows a second. */
  async jumpTo(row: number): Promise<number> {
    const from = await this.row();
    const begunMs = performance.now();
    let reached = from;
    for (let movedMs = performance.now(); reached < row && performance.now() - movedMs < STILL_MS; ) {
      await this.page.locator(this.box).evaluate((element, top) => {
        element.scrollTop = Math.min(top, element.scrollHeight);
      }, row * this.rowPx);
      await this.page.waitForTimeout(20);
      const now = await this.row();
      if (now > reached) movedMs = performance.now();
      reached = now;
    }
    return Math.round((reached - from) / ((performance.now() - begunMs) / 1_000));
  }

  /** Turns the wheel for so long, downwards or, over a short page, there and back, and writes every frame down. */
  async turnWheel(forMs: number, rowsToTurnBack = Number.POSITIVE_INFINITY): Promise<Stretch> {
    const turnsOneWay = Math.floor((rowsToTurnBack * this.rowPx) / WHEEL_PX);
    const fromRow = await this.row();
    await this.cdp.send('Performance.enable');
    const scriptBefore = await this.scriptSeconds();
    const begunMs = performance.now();
    await this.page.evaluate(RECORD);
    const endMs = performance.now() + forMs;
    for (let turns = 0; performance.now() < endMs; turns += 1) {
      await this.page.mouse.wheel(0, Math.floor(turns / turnsOneWay) % 2 === 0 ? WHEEL_PX : -WHEEL_PX);
      await this.page.waitForTimeout(WHEEL_EVERY_MS);
    }
    const { frames, mounted } = await this.page.evaluate<Recorded>(STOP_RECORDING);
    const tookMs = performance.now() - begunMs;
    const scriptMs = ((await this.scriptSeconds()) - scriptBefore) * 1_000;
    await this.cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.cdp.send('Runtime.getHeapUsage');
    const late = frames.filter((ms) => ms > FRAME_MS * 1.5).length;
    return {
      fromRow,
      toRow: await this.row(),
      frames: figuresOf(frames),
      latePercent: Math.round((1_000 * late) / Math.max(1, frames.length)) / 10,
      scriptPercent: Math.round((100 * scriptMs) / tookMs),
      mountedRows: mounted,
      heapMegabytes: Math.round(usedSize / 2 ** 20),
    };
  }
}

/** Scripts of the page, as text: what compiles this file adds to functions what a page does not have. */
const RECORD = `(() => {
  const recorder = { frames: [], mounted: 0, stop: false };
  window.recorder = recorder;
  let last = performance.now();
  const frame = (now) => {
    recorder.frames.push(now - last);
    last = now;
    recorder.mounted = Math.max(recorder.mounted, document.querySelectorAll('tbody tr').length);
    if (!recorder.stop) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;

const STOP_RECORDING = `(() => {
  window.recorder.stop = true;
  return { frames: window.recorder.frames, mounted: window.recorder.mounted };
})()`;

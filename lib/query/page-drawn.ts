// Holds answers back until the page lives. The shell lives before its page does, and where React finds other data than the server drew, it draws
// the page anew under the pointer: a click is lost. What a question or an event brings in between would be such data.

/** A page whose code does not come at all must not hold back what the shell around it shows. */
const AT_MOST_MS = 30_000;

let markDrawn: () => void = () => undefined;
const drawn = new Promise<void>((resolve) => {
  markDrawn = resolve;
});
let patience: ReturnType<typeof setTimeout> | undefined;

/** The first page of this document lives: answers may change it. Said once more by each page that follows, without effect. */
export function pageIsDrawn(): void {
  clearTimeout(patience);
  markDrawn();
}

/** Resolves when the first page lives, or after 30 s. Outside a browser there is no page to wait for. */
export function untilPageIsDrawn(): Promise<void> {
  if (typeof document === 'undefined') return Promise.resolve();
  patience ??= setTimeout(markDrawn, AT_MOST_MS);
  return drawn;
}

// Between an act that needs a fresh proof and the dialog that asks for it: one question at a time, and the act waits. Knows neither of the two.

/** @returns whether the person proved who they are. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** The dialog makes itself known; a second one takes the place of the first. @returns how it takes itself back. */
export function answerProofs(ask: Asker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = undefined;
  };
}

/** Acts that need it at once share one question. False where nobody can ask. */
export function askForProof(): Promise<boolean> {
  if (asker === undefined) return Promise.resolve(false);
  asking ??= asker().finally(() => {
    asking = undefined;
  });
  return asking;
}

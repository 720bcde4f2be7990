// The refusal of an environment that can't be used.
/** A variable that is there but can't be used. The message names every one of them and what it should be. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

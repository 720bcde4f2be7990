// What was seen where it must not be: a run's canary, a registered secret. Names the secret, never holds it.

/** A step whose model gave the canary of its run away. */
export type CanaryLeak = { readonly runId: string; readonly agent: string; readonly step: number };

/** Registered secrets, by name, that a model's answer held, or what came from outside. */
export type SecretSighting = {
  readonly where: 'answer' | 'input' | 'event';
  readonly secrets: readonly string[];
  readonly agent: string | null;
  readonly runId: string | null;
  readonly step: number | null;
};

// What a simulated history showed: promises that did not hold, and how much was tried.

/** More of one kind say nothing new. */
const MOST_VIOLATIONS = 20;

export class Findings {
  readonly violations: string[] = [];
  /** Commits that were taken. */
  steps = 0;
  takeovers = 0;
  refusedCommits = 0;
  pauses = 0;
  /** Snapshots that were held against the whole journal. */
  snapshots = 0;
  /** How often people said that a call did not happen while it might still arrive. */
  earlyWords = 0;
  /** Runs that a budget held back until it was raised. */
  budgetWaits = 0;
  /** By receivers, for calls of tools with a price. */
  chargedMicroUsd = 0;
  /** Summaries of runs that were stopped by what they may spend. */
  summaries = 0;
  /** Answers that came after the time of their attempts, settled a step, and came after their run had ended. */
  readonly lateAnswers = { told: 0, settling: 0, ofEnded: 0 };
  /** How often a process died at each kind of place. */
  readonly crashPoints = new Map<string, number>();

  violated(promise: string, how: string): void {
    const said = `${promise}: ${how}`;
    if (this.violations.length < MOST_VIOLATIONS && !this.violations.includes(said))
      this.violations.push(said);
  }

  addLate({ told, settling, ofEnded }: Findings['lateAnswers']): void {
    this.lateAnswers.told += told;
    this.lateAnswers.settling += settling;
    this.lateAnswers.ofEnded += ofEnded;
  }

  crashed(place: string): void {
    this.crashPoints.set(place, (this.crashPoints.get(place) ?? 0) + 1);
  }
}

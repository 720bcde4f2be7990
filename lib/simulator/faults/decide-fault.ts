// Knows which fault a request meets: a pure function of rules, seed and request; refuses any memory and any clock.
import { seededFraction } from '../seeded';
import type { Facts, Fault, FaultRule, FaultService } from './fault-rule';

export interface FaultQuestion {
  service: FaultService;
  route: string;
  /** What the caller means, stable over its retries and over runs. */
  intent: string;
  /** Counted from 1 for each (service, route, intent), so that other intents don't disturb it. */
  occurrence: number;
  /** Since this intent was first asked for; 0 at its first occurrence. */
  sinceFirstMs: number;
  facts: Facts;
}

function factMatches(wanted: Facts[string], given: Facts[string] | undefined): boolean {
  if (typeof wanted === 'string' && wanted.endsWith('*')) {
    return typeof given === 'string' && given.startsWith(wanted.slice(0, -1));
  }
  return wanted === given;
}

function ruleMatches(rule: FaultRule, seed: string, question: FaultQuestion): boolean {
  if (rule.service !== question.service) return false;
  if (rule.route !== undefined && rule.route !== question.route) return false;
  for (const [name, wanted] of Object.entries(rule.match ?? {})) {
    if (!factMatches(wanted, question.facts[name])) return false;
  }
  if (rule.times !== undefined && question.occurrence > rule.times) return false;
  if (rule.withinMs !== undefined && question.sinceFirstMs >= rule.withinMs) return false;
  if (rule.nth === 'every') return true;
  if (typeof rule.nth === 'number') return rule.nth === question.occurrence;
  const { service, route, intent, occurrence } = question;
  return seededFraction(seed, service, route, intent, occurrence, rule.fault) < rule.nth.probability;
}

/** The fault of the first rule that matches, or null. */
export function decideFault(
  rules: readonly FaultRule[],
  seed: string,
  question: FaultQuestion,
): Fault | null {
  const rule = rules.find((candidate) => ruleMatches(candidate, seed, question));
  if (rule === undefined) return null;
  const { fault, delayMs, retryAfterS, status, sizeBytes } = rule;
  return {
    fault,
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
    ...(status === undefined ? {} : { status }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  };
}

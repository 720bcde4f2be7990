// What Cedar complains about, as a sentence at a line.
import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyProblem, PolicySetName } from '../../domain/policy-set';

/** The text that Cedar was given, which begins at `line` of what people see. */
type Within = {
  readonly set: PolicySetName;
  readonly text: string;
  readonly line?: number;
  readonly rule?: string;
  readonly severity?: PolicyProblem['severity'];
};

/** The error and those it brings along. */
export function problemsOf(error: DetailedError, within: Within): PolicyProblem[] {
  const { set, text, line = 1, rule = null, severity = 'error' } = within;
  const [place] = error.sourceLocations ?? [];
  const problem: PolicyProblem = {
    set,
    rule,
    line: place === undefined ? (within.line ?? null) : line - 1 + lineOf(text, charAt(text, place.start)),
    severity,
    message: sentenceOf(error),
  };
  return [problem, ...(error.related ?? []).flatMap((one) => problemsOf(one, within))];
}

/** From 1. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** Cedar counts bytes of UTF-8. */
function charAt(text: string, byte: number): number {
  return Buffer.from(text).subarray(0, byte).toString().length;
}

/** Cedar names the policy in each sentence; it stands beside it here. */
function sentenceOf({ message, help }: DetailedError): string {
  const said = message
    .replace(/^for policy `[^`]*`, /, '')
    .replace(/^failed to parse policies from string: /, '');
  const hint = help?.replace(/^for policy `[^`]*`, /, '');
  return hint ? `${said}: ${hint}` : said;
}

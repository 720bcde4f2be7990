// The cause of a failure as one short text: equal for failures that differ in ids, numbers and quoted values alone.
import type { HashText } from '@/lib/domain/journal-row';

export type FailureCause = {
  readonly code: string;
  readonly tool: string | null;
  readonly model: string | null;
  readonly message: string;
};

const LENGTH = 16;

/** Lower-case hex. Code and tool or model part causes; the message does where its words differ. */
export function fingerprintOf({ code, tool, model, message }: FailureCause, hash: HashText): string {
  return hash([code, tool ?? '', model ?? '', normalisedMessage(message)].join('\n')).slice(0, LENGTH);
}

/** Quoted values, ids, times and numbers become signs. A number that is part of a name stays (`http_401`); an apostrophe in a word quotes nothing. */
export function normalisedMessage(message: string): string {
  return message
    .toLowerCase()
    .replaceAll(/"[^"]*"|“[^”]*”|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, '"…"')
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '#')
    .replaceAll(/\b(?=[a-z]*\d)(?=\d*[a-z])[\da-z]{8,}\b/g, '#')
    .replaceAll(/\d{4}-\d{2}-\d{2}t[\d:.]+z?/g, '#')
    .replaceAll(/(?<![a-z_\d])\d+([.,:]\d+)*/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

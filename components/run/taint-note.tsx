// The drop, and the way of untrusted text to this call in words.
import { Glyph } from '../ui/glyph';
import { type CallTaint, taintSentence } from './taint-words';

export function TaintNote({ taint, otherwise }: { taint: CallTaint | null; otherwise?: string }) {
  const sentence = (taint && taintSentence(taint)) ?? otherwise;
  if (sentence === undefined) return null;
  return (
    <p data-state-of="tainted" className="mt-2 flex items-start gap-1.5 text-xs text-ink-2">
      <Glyph name="taint" size={13} className="mt-0.5 flex-none text-state" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{sentence}</span>
    </p>
  );
}

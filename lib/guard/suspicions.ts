// What in an untrusted text looks as if it were meant for the model: a few rules over plain text. Advice that raises a risk and never admits anything; what it does not find is not safe.
import type { JsonValue } from '@/lib/domain/json';
import { normaliseText } from '@/lib/domain/normalise-untrusted';
import type { Suspicion, SuspicionRule } from '@/lib/domain/screening';
import { textsIn } from './trusted-texts';

/** Longer texts are looked at from both ends: what is hidden stands where people stop to read. */
const MOST_CHARS = 200_000;
const MOST_FOUND = 5;
const EXCERPT_CHARS = 120;

/** Each looks a bounded stretch ahead, so that no text takes long. */
const RULES: readonly { readonly rule: SuspicionRule; readonly pattern: RegExp }[] = [
  {
    rule: 'override',
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|your|the|any)\b[^.\n]{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|policy|policies|constraints?)\b/i,
  },
  {
    rule: 'override',
    pattern:
      /\b(?:ignorier|vergiss|missachte|ignorez|oubliez|ignora|olvida)\w*\b[^.\n]{0,40}\b(?:anweisung|vorgabe|regel|instruction|consigne|instruccion)\w*/i,
  },
  {
    rule: 'new_task',
    pattern:
      /\b(?:new|updated|real|actual|true|urgent)\s{1,3}(?:system\s{1,3})?(?:instructions?|task|orders?|objective)\s{0,3}(?:[:—-]|are\b|is\b)/i,
  },
  {
    rule: 'new_task',
    pattern: /\b(?:you are now|from now on,? you|act as if you|pretend (?:to be|that you))\b/i,
  },
  {
    rule: 'addressed',
    pattern:
      /\b(?:dear|attention|note to|message (?:to|for)|instructions? for|hey|hello)\s{0,3},?\s{1,3}(?:the\s{1,3})?(?:ai|a\.i\.|assistant|agent|language model|llm|chatbot|bot|model|gpt|claude|gemini)\b/i,
  },
  {
    rule: 'addressed',
    pattern:
      /\b(?:if you are|as)\s{1,3}an?\s{1,3}(?:ai|llm|language model|ai assistant|automated (?:agent|assistant))\b/i,
  },
  {
    rule: 'secrecy',
    pattern:
      /\b(?:do not|don'?t|never|without)\b[^.\n]{0,30}\b(?:tell|telling|inform|informing|mention|mentioning|notify|notifying|alert|alerting|ask|asking)\b[^.\n]{0,30}\b(?:user|operator|human|anyone|person|admin|approver|customer)\b/i,
  },
  {
    rule: 'prompt_leak',
    pattern:
      /\b(?:reveal|print|repeat|show|output|send|leak|tell me|give me)\b[^.\n]{0,40}\b(?:system prompt|your (?:initial |hidden |original )?(?:prompt|instructions)|api keys?|secrets?|credentials?|passwords?)\b/i,
  },
  {
    rule: 'tool_order',
    pattern:
      /\b(?:call|use|invoke|run|execute|trigger)\b[^.\n]{0,20}\b(?:the\s{1,3})?[`"']?[a-z0-9_]+(?:\.|__)[a-z0-9_]+[`"']?\b[^.\n]{0,40}\b(?:tool|function|with|now|immediately)\b/i,
  },
  {
    rule: 'role_tag',
    pattern:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext)[^|]{0,20}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant|developer|tool_call|function_call)\b[^>]{0,40}>|^[ \t]{0,9}(?:#{1,4} ?)?(?:system|assistant|developer) ?(?:prompt|message)?:/im,
  },
  { rule: 'markdown_image', pattern: /!\[[^\]\n]{0,200}\]\(\s{0,3}<?(?:https?:)?\/\/[^)\s]{1,500}/i },
  { rule: 'markdown_image', pattern: /<img\b[^>]{0,300}\bsrc\s{0,3}=/i },
  { rule: 'link_with_data', pattern: /[?&][\w.-]{1,40}=(?:\$?\{|%7B|\[|<)[a-z_ ]{2}/i },
];

/** A run that long of one alphabet, without a blank, is no word. */
const BASE64_RUN = /(?:[A-Za-z0-9+/_-]{4}){30,2000}={0,2}/g;
const HEX_RUN = /(?:[0-9a-f]{2}){60,4000}/gi;

/** At most five, the first of each rule; also in what stands encoded inside. */
export function suspicionsIn(value: JsonValue): Suspicion[] {
  const text = cut(
    textsIn(value)
      .map((one) => normaliseText(one))
      .join('\n'),
  );
  const found = new Map<SuspicionRule, Suspicion>();
  look(text, found);
  for (const decoded of decodedIn(text)) {
    const inside = new Map<SuspicionRule, Suspicion>();
    look(decoded, inside);
    const [first] = inside.values();
    if (first !== undefined && !found.has('encoded')) found.set('encoded', { ...first, rule: 'encoded' });
  }
  return [...found.values()].slice(0, MOST_FOUND);
}

function look(text: string, found: Map<SuspicionRule, Suspicion>): void {
  for (const { rule, pattern } of RULES) {
    if (found.has(rule)) continue;
    const match = pattern.exec(text);
    if (match !== null) found.set(rule, { rule, excerpt: excerptAt(text, match.index) });
  }
}

/** Runs of base64 and hex that read as text. */
function decodedIn(text: string): string[] {
  const runs = [...text.matchAll(BASE64_RUN)].slice(0, 10).map(([run]) => fromBase64(run));
  const hex = [...text.matchAll(HEX_RUN)].slice(0, 10).map(([run]) => fromHex(run));
  return [...runs, ...hex].filter((one) => one !== null);
}

function fromBase64(run: string): string | null {
  try {
    const binary = atob(run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
    return readable(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}

function fromHex(run: string): string | null {
  const bytes = run.match(/../g) ?? [];
  return readable(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
}

function readable(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function cut(text: string): string {
  if (text.length <= MOST_CHARS) return text;
  return `${text.slice(0, MOST_CHARS / 2)}\n${text.slice(-MOST_CHARS / 2)}`;
}

function excerptAt(text: string, index: number): string {
  const from = Math.max(0, index - 20);
  return text
    .slice(from, from + EXCERPT_CHARS)
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .trim();
}

// A notice as a message of a Slack-compatible incoming webhook. What may come from outside stands in it as plain text, never as markup.
import type { Notice } from '../../domain/notice';
import { plainLine } from '../../domain/plain-text';

/** Slack's own bounds are 150, 2 000 and 3 000 characters, and ten fields a section. */
const MOST_TITLE = 148;
const MOST_FIELD = 900;
const MOST_REASON = 600;
const FIELDS_A_SECTION = 10;

/** The three characters that begin markup there; everything else is text then. */
export function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const plain = (text: string, most: number) => ({
  type: 'plain_text',
  text: plainLine(text, most) || '–',
  emoji: false,
});

/** Nothing but our own words, names and the link stand in `text`: receivers that know no blocks read it as markdown of their own. */
export function slackMessage({ title, facts, reasons, link, note }: Notice): Uint8Array {
  const sections = [];
  for (let from = 0; from < facts.length; from += FIELDS_A_SECTION / 2) {
    const fields = facts
      .slice(from, from + FIELDS_A_SECTION / 2)
      .flatMap(({ label, value }) => [plain(label, MOST_FIELD), plain(value, MOST_FIELD)]);
    sections.push({ type: 'section', fields });
  }
  const linked = `<${escapeMrkdwn(link.url)}|${escapeMrkdwn(link.label)}>`;
  const message = {
    text: `${escapeMrkdwn(plainLine(title, MOST_TITLE))} ${linked}`,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(title, MOST_TITLE) },
      ...sections,
      ...reasons.map((reason) => ({ type: 'section', text: plain(reason, MOST_REASON) })),
      { type: 'section', text: { type: 'mrkdwn', text: linked, verbatim: true } },
      ...(note === null ? [] : [{ type: 'context', elements: [plain(note, MOST_REASON)] }]),
    ],
  };
  return Buffer.from(JSON.stringify(message));
}

// A notice as an e-mail, text beside minimal HTML; what would begin a header of its own is a space in every header.
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ChannelOf } from '../../domain/channel';
import type { Notice } from '../../domain/notice';
import { plainLine } from '../../domain/plain-text';

const MOST_SUBJECT = 150;
const MOST_VALUE = 2_000;

export type MailAddresses = Pick<ChannelOf<'email'>, 'from' | 'to'>;

/**
 * Made once for all attempts: date, boundary and Message-ID stand in the bytes, and whoever gets it twice can tell by the Message-ID.
 * @param atMs its date.
 */
export async function mailMessage(
  notice: Notice,
  { from, to }: MailAddresses,
  atMs: number,
): Promise<Uint8Array> {
  const composer = new MailComposer({
    from: { name: 'Bulkhead', address: from },
    to: [...to],
    subject: plainLine(notice.title, MOST_SUBJECT),
    date: new Date(atMs),
    messageId: `<${notice.id}.${notice.channel}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Bulkhead-Event': notice.event },
    text: textOf(notice),
    html: htmlOf(notice),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Lines end as they are sent: what is kept is then what a server takes, to the byte.
  const built = (await composer.compile().build()).toString('latin1');
  return Buffer.from(built.replace(/\r?\n/g, '\r\n'), 'latin1');
}

function textOf({ title, facts, reasons, link, note }: Notice): string {
  const width = Math.max(0, ...facts.map(({ label }) => label.length));
  return [
    plainLine(title, MOST_VALUE),
    '',
    ...facts.map(({ label, value }) => `${`${label}:`.padEnd(width + 2)}${plainLine(value, MOST_VALUE)}`),
    ...(reasons.length === 0 ? [] : ['', ...reasons.map((reason) => `- ${plainLine(reason, MOST_VALUE)}`)]),
    '',
    `${link.label}: ${link.url}`,
    ...(note === null ? [] : ['', note]),
    '',
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const html = (text: string): string =>
  plainLine(text, MOST_VALUE).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** No images, no styles from outside, one link: ours. */
function htmlOf({ title, facts, reasons, link, note }: Notice): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" style="text-align:left;padding:2px 16px 2px 0;font-weight:normal;color:#555">${html(label)}</th><td style="padding:2px 0">${html(value)}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bulkhead</title></head>',
    '<body style="font-family:system-ui,sans-serif;font-size:14px;line-height:1.5">',
    `<h1 style="font-size:16px">${html(title)}</h1>`,
    rows.length === 0 ? '' : `<table style="border-collapse:collapse">${rows.join('')}</table>`,
    reasons.length === 0 ? '' : `<ul>${reasons.map((reason) => `<li>${html(reason)}</li>`).join('')}</ul>`,
    `<p><a href="${html(link.url)}">${html(link.label)}</a></p>`,
    note === null ? '' : `<p style="color:#555">${html(note)}</p>`,
    '</body></html>',
  ].join('\n');
}

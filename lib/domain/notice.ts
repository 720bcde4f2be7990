// What a channel tells people: words and a link, whatever it is sent through. All text in it is plain, and none of it decides anything.
import type { NotifiedEvent } from './channel';

export type NoticeFact = { readonly label: string; readonly value: string };

export type Notice = {
  /** The same at every attempt, and for every channel that tells of it. */
  readonly id: string;
  readonly event: NotifiedEvent;
  readonly channel: string;
  /** ISO 8601: when it came true. */
  readonly at: string;
  /** One line of our own words with names, which are bounded in what they may hold. */
  readonly title: string;
  readonly facts: readonly NoticeFact[];
  /** Why a person is asked, or what happened; may hold text from outside. */
  readonly reasons: readonly string[];
  /** Leads to the console, where one signs in first. */
  readonly link: { readonly label: string; readonly url: string };
  /** What to know before acting on it. */
  readonly note: string | null;
};

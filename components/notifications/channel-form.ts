// What the parts of a channel's form share.
import type { ChannelDraft } from './channel-draft';

/** What the parts of the form work with. */
export type ChannelForm = {
  draft: ChannelDraft;
  change: (change: Partial<ChannelDraft>) => void;
  /** What is wrong at this JSON Pointer, once the form was sent. */
  problem: (pointer: string) => string | undefined;
};

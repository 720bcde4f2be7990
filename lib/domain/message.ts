// The conversation as the runtime keeps it, free of any provider's wire format.
import type { JsonValue } from './json';
import type { Suspicion } from './screening';

export type ContextCall = { readonly callId: string; readonly tool: string; readonly arguments: JsonValue };

export type ContextMessage =
  | { readonly role: 'user'; readonly text: string; readonly tainted?: true | undefined }
  | { readonly role: 'assistant'; readonly text: string | null; readonly calls: readonly ContextCall[] }
  | {
      readonly role: 'tool';
      readonly step: number;
      readonly callId: string;
      readonly tool: string;
      readonly content: JsonValue;
      readonly isError: boolean;
      /** It may hold what outsiders wrote. */
      readonly tainted?: true | undefined;
      readonly privateData?: true | undefined;
      /** What in it looks as if it were meant for the model. */
      readonly suspicions?: readonly Suspicion[] | undefined;
    };

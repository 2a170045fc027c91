import type { Failure } from '../release/terms.ts';
import type { MessageKind } from './message.ts';

/** What became of messages to people. */
export type MessageEvents =
  | {
      readonly type: 'announcement.sent';
      readonly stage: string;
      readonly audience: readonly string[];
      readonly reference: string;
    }
  | {
      /** A message that no person will read, or not through this channel. */
      readonly type: 'message.unsent';
      readonly kind: MessageKind;
      readonly audience: readonly string[];
      /** One, or those that were tried together; null: the log and the file. */
      readonly channel: string | null;
      readonly failure: Failure;
    };

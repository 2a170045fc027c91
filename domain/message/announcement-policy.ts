import type { RequirementPolicy } from '../plan/requirement-policy.ts';
import type { MessageKind } from './message.ts';

/** Groups and channels as they are written here, or an audience by its name; words in Liquid. */
export type AnnouncementPolicy = {
  /** Who approves the words before anybody reads them. Absent: nobody has to. */
  readonly approvedBy?: Omit<RequirementPolicy, 'id' | 'wording'>;
} & (
  | {
      /** Groups that are told. */
      readonly audience: readonly string[];
      /** Names of notifier channels, such as `log` and `file`. */
      readonly channels: readonly string[];
      readonly subject?: string;
      readonly text: string;
    }
  | {
      /** Name of an audience, whose words count where nothing is said here. */
      readonly to: string;
      readonly subject?: string;
      readonly text?: string;
    }
);

/** Who hears of what becomes of a release, besides those whom it is for. */
export type NotifyRule = {
  readonly of: readonly MessageKind[];
  /** Name of an audience. */
  readonly to: string;
};

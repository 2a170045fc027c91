import { styleText } from 'node:util';

/** What a text is about; a terminal shows each in a colour of its own. */
export type Tone = 'good' | 'bad' | 'waiting' | 'quiet' | 'strong';

/** Puts a text into the tone, or leaves it as it is where no colours are wanted. */
export type Paint = (tone: Tone, text: string) => string;

const formats = {
  good: 'green',
  bad: 'red',
  waiting: 'yellow',
  quiet: 'dim',
  strong: 'bold',
} as const;

/**
 * For a stream: colours where a person looks at it, none where it is piped or NO_COLOR is set. Node
 * knows these conventions (NO_COLOR, FORCE_COLOR, dumb terminals).
 */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (tone, text) => styleText(formats[tone], text, { stream });
}

/** No colours. */
export const plain: Paint = (_tone, text) => text;

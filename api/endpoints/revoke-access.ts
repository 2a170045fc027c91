import { wordEndpoint } from '../access-grants/word-endpoint.ts';

export const revokeAccess = wordEndpoint({
  act: 'revoke',
  summary: 'Take an access away at once',
  description:
    'For who has it, who granted it, and people of the groups that the catalog names for it. ' +
    'Open sessions end.',
});

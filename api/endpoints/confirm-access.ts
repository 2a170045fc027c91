import { wordEndpoint } from '../access-grants/word-endpoint.ts';

export const confirmAccess = wordEndpoint({
  act: 'confirm',
  summary: 'Confirm that somebody still needs an access',
  description: 'For those who could have granted it. What nobody confirms in time is taken away.',
});

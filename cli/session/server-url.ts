import { UsageMistake } from '../failures.ts';

/** Where `npm start` puts the API. */
export const defaultUrl = 'http://127.0.0.1:7070';

/** The origin of an address as people write it; a session is kept under it. */
export function serverUrl(written: string, from: string): string {
  const url = URL.parse(written);
  const isPlain =
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.username === '' &&
    ['', '/'].includes(url.pathname);
  if (isPlain) return url.origin;
  throw new UsageMistake(
    `${from} says ${written}, which is not the address of a server.`,
    `Write it as ${defaultUrl} or https://tidegate.example.com.`,
  );
}

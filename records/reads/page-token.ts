/** A page token that this server did not give out. */
export class BadPageToken extends Error {
  override readonly name = 'BadPageToken';
}

/** Opaque to callers; holds where the next page begins. */
export function toPageToken(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a token holds. Throws `BadPageToken` for anything else. */
export function fromPageToken(token: string, length: number): readonly (string | number)[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    const simple = (value: unknown) => typeof value === 'string' || typeof value === 'number';
    const isPlace = Array.isArray(place) && place.length === length && place.every(simple);
    // Decoding forgives much; a token of ours is written in one way only.
    if (isPlace && toPageToken(place) === token) return place;
  } catch {
    // Whatever it is, it is no token of ours.
  }
  throw new BadPageToken('The page token is not one that this server gave out.');
}

import { closest, distance } from 'fastest-levenshtein';

/** The known name that someone probably meant, or null when none is near. */
function nearestName(written: string, known: Iterable<string>): string | null {
  const names = [...known];
  if (names.length === 0 || written === '' || written.length > 100) return null;
  const nearest = closest(written.toLowerCase(), names);
  const tolerance = Math.max(2, Math.floor(written.length / 3));
  return distance(written.toLowerCase(), nearest.toLowerCase()) <= tolerance ? nearest : null;
}

/** How to put a wrong name right, as a sentence: the nearest name, then what is known. */
export function nameRemedy(written: string, known: Iterable<string>, otherwise: string): string {
  const names = [...known];
  const nearest = nearestName(written, names);
  const listed = names.slice(0, 20).map((name) => `\`${name}\``);
  const rest = names.length > listed.length ? ` and ${names.length - listed.length} more` : '';
  const choice = names.length === 0 ? otherwise : `Known are ${listed.join(', ')}${rest}.`;
  return nearest === null ? choice : `Did you mean \`${nearest}\`? ${choice}`;
}

/**
 * An XML document without what may come before its root element or DOCTYPE: white space, comments
 * and processing instructions. Further on, the same characters are somebody's text.
 */
export function skipProlog(xml: string): string {
  let at = xml.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    while (/\s/.test(xml.charAt(at))) at += 1;
    if (xml.startsWith('<!--', at)) at = after(xml, '-->', at + 4);
    else if (xml.startsWith('<?', at)) at = after(xml, '?>', at + 2);
    else return xml.slice(at);
  }
}

function after(xml: string, end: string, from: number): number {
  const found = xml.indexOf(end, from);
  return found === -1 ? xml.length : found + end.length;
}

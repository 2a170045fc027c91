/** A number with what it counts, for people: `1 component`, `3 components`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

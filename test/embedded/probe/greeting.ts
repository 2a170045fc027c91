/** A text that both the workflow and its test know. */
export function greeting(name: string): string {
  return `High water, ${name}`;
}

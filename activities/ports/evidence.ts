/** What a JUnit report says, or why it cannot be read. */
export type JunitReport =
  | {
      readonly readable: true;
      readonly tests: number;
      readonly failures: number;
      readonly errors: number;
      readonly skipped: number;
      readonly failedNames: readonly string[];
    }
  | { readonly readable: false; readonly reason: string };

export type ReadJunit = (xml: string) => Promise<JunitReport>;

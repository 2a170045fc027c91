import { fileURLToPath } from 'node:url';

const pathOf = (file: string) => fileURLToPath(new URL(`../workflows/${file}`, import.meta.url));

/** The same workflows for workers with a build id: others may not say what is said there. */
export const versionedWorkflowsPath = pathOf('versioned.ts');

/** What the sandbox is made of, for the bundler: in workers, in replays and in tests. */
export const workflowCode = {
  workflowsPath: pathOf('index.ts'),
  payloadConverterPath: pathOf('payload-converter.ts'),
  workflowInterceptorModules: [pathOf('carry-trace.ts')],
};

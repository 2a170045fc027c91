/** Starts the servers that all tests of the project `stack` share. */
export default async function globalSetup(): Promise<void> {}

/**
 * A setting that the service cannot work without.
 * Throws when it is missing, so that a misconfigured service never starts to listen.
 */
export function requiredSetting(name, example, environment = process.env) {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set. Set it to something like ${example}.`);
  return value;
}

/** What this process was released as. Both are told by the release; a bundle does not know them. */
export function releaseFrom(environment = process.env) {
  return {
    version: environment.TIDEGATE_VERSION || 'unreleased',
    digest: environment.TIDEGATE_ARTIFACT_DIGEST || null,
  };
}

/**
 * The key under which a component of a release is deployed in an environment, whatever stage or
 * retry speaks: with it the way back finds what the way forward did.
 */
export function deploymentKey(release: string, environment: string, component: string): string {
  return `${release}/${environment}/deploy/${component}`;
}

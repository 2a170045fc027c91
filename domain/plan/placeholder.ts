/**
 * A service that a text names by a placeholder: its origin in the environment, or its version in
 * the release.
 */
export type NamedService = { readonly about: 'origin' | 'version'; readonly service: string };

/** The services that placeholders such as `{origin.web}` and `{version.web}` name. */
export function servicesNamedIn(text: string): readonly NamedService[] {
  return [...text.matchAll(/\{(origin|version)\.([^{}]*)\}/g)].map(([, about, service = '']) => ({
    about: about === 'version' ? 'version' : 'origin',
    service,
  }));
}

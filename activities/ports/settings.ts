/**
 * Fills the places that only an environment knows into a component's settings:
 * `{origin.<component>}` with the gateway's origin of a component, `{database.<name>}` with a
 * connection string, `{credential.<name>}` with what a check is known by. A name that nobody knows
 * is a terminal failure. What it returns may hold secrets and never leaves the activity.
 */
export type SettingsResolver = {
  resolve(
    environment: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
};

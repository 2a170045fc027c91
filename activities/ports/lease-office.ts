/** The way to the environment workflows, which hand out leases. */
export type LeaseOffice = {
  /**
   * A release asks for the environment; asking again changes nothing. Resolves to the fencing
   * number of its grant, or to null when others come first: then its grant comes as a signal.
   */
  take(environment: string, request: { readonly release: string }): Promise<number | null>;
  /** Asks for a release whose asking was lost, which hears of its grant by signal. */
  request(environment: string, request: { readonly release: string }): Promise<void>;
  /**
   * Gives the environment back that it holds under that fence, and asks to be the next; doing it
   * again changes nothing.
   */
  giveWay(
    environment: string,
    holder: { readonly release: string; readonly fence: number },
  ): Promise<void>;
  /** Gives the environment back, or leaves the queue; doing it again changes nothing. */
  release(environment: string, release: string): Promise<void>;
};

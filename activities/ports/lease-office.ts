/** The way to the environment workflows, which hand out leases. */
export type LeaseOffice = {
  /** Asks for the environment; asking again changes nothing. The grant comes back as a signal. */
  request(
    environment: string,
    request: { readonly release: string; readonly priority: number },
  ): Promise<void>;
  /** Gives the environment back, or leaves the queue; doing it again changes nothing. */
  release(environment: string, release: string): Promise<void>;
};

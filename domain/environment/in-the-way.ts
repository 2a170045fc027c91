import type { Held, LeaseBook, LeaseRequest } from './lease.ts';

/**
 * Whether the last free place is kept for the release that has reserved one, so that others stay
 * out.
 */
export function keepsLastPlace(
  { holders, capacity = 1 }: Pick<LeaseBook, 'capacity'> & { readonly holders: readonly Named[] },
  reserved: Named,
): boolean {
  return (
    holders.every(({ release }) => release !== reserved.release) && capacity - holders.length <= 1
  );
}

type Named = { readonly release: string };

/** Whether every place of the environment is taken. */
export function isFull({ holders, capacity = 1 }: LeaseBook): boolean {
  return holders.length >= capacity;
}

type Changing = Pick<Held | LeaseRequest, 'services'>;

/** Whether two releases change a service in common. Of whom nobody knows, it has to be assumed. */
export function sharesService(one: Changing, other: Changing): boolean {
  const { services } = other;
  if (one.services === undefined || services === undefined) return true;
  return one.services.some((service) => services.includes(service));
}

/**
 * The holders that keep a release out of an environment: those that change a service of it, or all
 * of them where there is no place left.
 */
export function inTheWay(book: LeaseBook, request: LeaseRequest): readonly Held[] {
  const sharing = book.holders.filter((held) => sharesService(held, request));
  if (sharing.length > 0) return sharing;
  return isFull(book) ? book.holders : [];
}

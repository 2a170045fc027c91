import { randomUUID } from 'node:crypto';

/** A store as `createStore` makes it, without a database. */
export function storeInMemory() {
  const orders = new Map();
  return {
    orders,
    check: async () => {},
    async place(order) {
      const id = randomUUID();
      orders.set(id, { id, ...order, paymentId: null });
      return id;
    },
    async markPaid(id, paymentId) {
      orders.set(id, { ...orders.get(id), paymentId });
      return orders.get(id);
    },
    find: async (id) => orders.get(id),
  };
}

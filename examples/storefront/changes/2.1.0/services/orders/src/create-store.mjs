import { fingerprintOf } from './fingerprint-of.mjs';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// Columns are named one by one, so that a newer schema with more of them changes nothing here.
const COLUMNS = 'id, sku, quantity, amount_cents, currency, payment_id';

/** Keeps orders in PostgreSQL, through `pool`. */
export function createStore(pool) {
  const one = async (sql, values) => {
    const { rows } = await pool.query(sql, values);
    return rows[0] && toOrder(rows[0]);
  };
  return {
    /** Throws when the database is away or its schema is older than this code. */
    async check() {
      await pool.query(`SELECT ${COLUMNS}, fingerprint FROM orders LIMIT 0`);
    },

    /**
     * Stores an order that is not paid yet and resolves to its id. The database refuses one that
     * was sent twice.
     */
    async place({ sku, quantity, amountCents, currency }) {
      const order = await one(
        `INSERT INTO orders (sku, quantity, amount_cents, currency, fingerprint)
         VALUES ($1, $2, $3, $4, $5)
         RETURNING ${COLUMNS}`,
        [sku, quantity, amountCents, currency, fingerprintOf({ sku, quantity })],
      );
      return order.id;
    },

    markPaid(id, paymentId) {
      return one(`UPDATE orders SET payment_id = $2 WHERE id = $1 RETURNING ${COLUMNS}`, [
        id,
        paymentId,
      ]);
    },

    /** Resolves to undefined for an id that is not known, and for what is no id at all. */
    async find(id) {
      if (!UUID.test(id)) return undefined;
      return one(`SELECT ${COLUMNS} FROM orders WHERE id = $1`, [id]);
    },
  };
}

function toOrder(row) {
  return {
    id: row.id,
    sku: row.sku,
    quantity: row.quantity,
    amountCents: row.amount_cents,
    currency: row.currency,
    paymentId: row.payment_id,
  };
}

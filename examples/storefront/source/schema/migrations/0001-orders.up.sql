CREATE TABLE orders (
  id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  sku          text        NOT NULL,
  quantity     integer     NOT NULL CHECK (quantity > 0),
  amount_cents integer     NOT NULL CHECK (amount_cents > 0),
  payment_id   text,
  placed_at    timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN orders.payment_id IS 'Null until the order is paid.';

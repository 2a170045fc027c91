-- The default lets code that knows nothing of currencies go on writing orders.
ALTER TABLE orders
  ADD COLUMN currency text NOT NULL DEFAULT 'EUR' CHECK (currency ~ '^[A-Z]{3}$');

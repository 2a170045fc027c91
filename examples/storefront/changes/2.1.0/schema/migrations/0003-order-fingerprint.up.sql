-- Code that knows nothing of fingerprints goes on writing orders, without one.
ALTER TABLE orders ADD COLUMN fingerprint text;
CREATE UNIQUE INDEX orders_fingerprint ON orders (fingerprint);

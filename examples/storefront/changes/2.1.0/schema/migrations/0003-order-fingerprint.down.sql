DROP INDEX orders_fingerprint;
ALTER TABLE orders DROP COLUMN fingerprint;

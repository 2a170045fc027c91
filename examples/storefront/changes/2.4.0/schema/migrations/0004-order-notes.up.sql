-- Code that knows nothing of notes goes on writing orders, without one.
ALTER TABLE orders ADD COLUMN note text;
CREATE VIEW orders_with_note AS
  SELECT id, note, placed_at FROM orders WHERE note IS NOT NULL;

import pg from 'pg';
import { releaseFrom, requiredSetting } from '../../../http/environment.mjs';
import { log } from '../../../http/log.mjs';
import { runService } from '../../../http/run-service.mjs';
import { chargeBy } from './charge-by.mjs';
import { createOrders } from './create-orders.mjs';
import { createStore } from './create-store.mjs';

const pool = new pg.Pool({
  connectionString: requiredSetting('DATABASE_URL', 'postgres://shop@127.0.0.1:5432/shop'),
  application_name: 'storefront-orders',
  max: 5,
  connectionTimeoutMillis: 2_000,
  statement_timeout: 2_000,
});
// Idle connections break when the database restarts. The pool replaces them; nobody else need know.
pool.on('error', (error) => log('database connection lost', { error: error.message }));

const server = createOrders({
  store: createStore(pool),
  charge: chargeBy(requiredSetting('PAYMENTS_URL', 'http://127.0.0.1:4003')),
  release: releaseFrom(),
});
runService(server, { onStopped: () => pool.end() });

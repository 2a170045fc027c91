import { log } from './log.mjs';

const DRAIN_LIMIT_MS = 10_000;

/**
 * Listens on HOST and PORT (0 for any free one) until SIGTERM or SIGINT. Then it takes no new
 * connection, finishes the open requests, calls `onStopped`, and lets the process end by itself.
 */
export function runService(server, { environment = process.env, onStopped = async () => {} } = {}) {
  const host = environment.HOST || '127.0.0.1';
  const port = Number(environment.PORT || 0);
  server.on('error', (error) => {
    log('cannot listen', { host, port, error: error.message });
    process.exit(1);
  });
  server.listen(port, host, () => {
    log('listening', { address: `http://${host}:${server.address().port}` });
  });
  const stop = (signal) => {
    // A second signal finds the server closed already and must not cut the open requests short.
    if (!server.listening) return;
    log('stopping', { signal });
    server.close(() => onStopped().then(() => log('stopped')));
    setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

import { createServer } from 'node:http';

// A service that is ready at once, for tests of how services are started.
createServer((_, response) => response.end('ready')).listen(Number(process.env.PORT), '127.0.0.1');

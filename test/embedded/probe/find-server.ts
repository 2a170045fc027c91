// A program of its own: prints the path of the server that it is asked for.
import { findTemporalCli } from '../../../embedded/toolchain/temporal-cli.ts';
import { findTimeSkippingServer } from '../../../embedded/toolchain/time-skipping-server.ts';

const find = process.argv[2] === 'temporal-cli' ? findTemporalCli : findTimeSkippingServer;

find((line) => process.stderr.write(`${line}\n`)).then(
  (path) => process.stdout.write(path),
  (error: unknown) => {
    process.stderr.write(String(error));
    process.exitCode = 1;
  },
);

import type { Command } from 'commander';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Client } from './http/client.ts';
import { findAddress, findServer, type ServerOptions } from './session/find-server.ts';
import { openTerminal, type Terminal } from './terminal/terminal.ts';

type Env = Readonly<Record<string, string | undefined>>;

type GlobalOptions = {
  readonly url?: string;
  readonly as?: string;
  readonly json?: true;
  readonly timeout: number;
};

/** What every command works with, once the command line has been read. */
export class Shell {
  readonly env: Env;
  /** How the program will end, as long as nothing is thrown. */
  exitCode: ExitCode = exitCodes.done;
  private readonly root: Command;
  private opened: Terminal | null = null;

  constructor(root: Command, env: Env) {
    this.root = root;
    this.env = env;
  }

  get terminal(): Terminal {
    this.opened ??= openTerminal({ json: this.global().json === true });
    return this.opened;
  }

  /** The address of the server that this command is about. */
  address(): Promise<string> {
    return findAddress(this.options, this.env);
  }

  /** The server, with who is signed in there. Throws `NotSignedIn`. */
  async client(): Promise<Client> {
    return new Client(await findServer(this.options, this.env));
  }

  get options(): ServerOptions {
    const { timeout, url, as } = this.global();
    return {
      timeoutMs: timeout * 1_000,
      ...(url === undefined ? {} : { url }),
      ...(as === undefined ? {} : { as }),
    };
  }

  private global(): GlobalOptions {
    return this.root.opts<GlobalOptions>();
  }
}

import type pg from 'pg';

/** An entry of the ledger: of that release, with at least this content. */
export type EntryPattern = { readonly release: string; readonly content: object };

const lockClass = 4711;

const setUp = `
  create table fault_gates (id serial primary key, release text not null, content jsonb not null);
  create function pass_fault_gates() returns trigger language plpgsql as $$
  declare gate integer;
  begin
    for gate in select id from fault_gates
      where release = new.release and new.content::jsonb @> content
    loop
      perform pg_advisory_xact_lock_shared(${lockClass}, gate);
    end loop;
    return new;
  end $$;
  create trigger pass_fault_gates before insert on ledger
    for each row execute function pass_fault_gates()`;

/**
 * Gates in the database: the transaction that would append a given entry to the ledger waits at its
 * lock, so that a process can be met exactly before it has recorded something. They are triggers of
 * the fault stage, and nothing in Tidegate knows of them.
 */
export class RecordGates {
  private readonly holder: pg.Client;
  private readonly met = new Set<number>();
  private last: Promise<unknown> = Promise.resolve();

  private constructor(holder: pg.Client) {
    this.holder = holder;
  }

  /** The client must be connected, and stays the gates' own. */
  static async open(holder: pg.Client): Promise<RecordGates> {
    await holder.query(setUp);
    return new RecordGates(holder);
  }

  /** Whoever appends such an entry waits from now on. Returns the gate's number. */
  hold(pattern: EntryPattern): Promise<number> {
    return this.inTurn(() => this.take(pattern));
  }

  private async take({ release, content }: EntryPattern): Promise<number> {
    const text = 'insert into fault_gates (release, content) values ($1, $2) returning id';
    const { rows } = await this.holder.query<{ id: number }>(text, [release, content]);
    const id = rows[0]?.id ?? 0;
    await this.holder.query('select pg_advisory_lock($1, $2)', [lockClass, id]);
    return id;
  }

  /**
   * Whether somebody has come to it. Who waits for too long gives up and comes again, and is before
   * the entry all the same.
   */
  async isHeld(gate: number): Promise<boolean> {
    if (await this.isHeldNow(gate)) this.met.add(gate);
    return this.met.has(gate);
  }

  /** Whether somebody waits at it at this moment. */
  isHeldNow(gate: number): Promise<boolean> {
    const text = `select 1 from pg_locks where locktype = 'advisory' and classid = $1
      and objid = $2 and not granted`;
    return this.inTurn(async () => {
      const { rowCount } = await this.holder.query(text, [lockClass, gate]);
      return (rowCount ?? 0) > 0;
    });
  }

  letGo(gate: number): Promise<void> {
    return this.inTurn(async () => {
      await this.holder.query('delete from fault_gates where id = $1', [gate]);
      await this.holder.query('select pg_advisory_unlock($1, $2)', [lockClass, gate]);
    });
  }

  /** A connection does one thing after the other, and locks belong to one connection. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}

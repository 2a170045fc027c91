/** Rights that were never spoken of are those that PostgreSQL gives by default, in any order. */
const rights = (acl: string, kind: string, owner: string) =>
  `array(select unnest(coalesce(${acl}, acldefault(${kind}, ${owner})))::text order by 1)`;

const kindOfRights = `case when c.relkind = 'S' then 's' else 'r' end::"char"`;

/**
 * Each query answers `line`s, one for each thing of its kind that somebody has made. `$1` holds the
 * object ids of relations that are left out. Names are spelled with their schemas, because the
 * reader's search path is empty.
 */
export const schemaQueries: readonly string[] = [
  `select format('schema %I acl %s', nspname, ${rights('nspacl', "'n'", 'nspowner')}) as line
     from pg_namespace
    where oid <> all($1::oid[]) and nspname !~ '^pg_' and nspname <> 'information_schema'`,

  `select format('extension %I %s', extname, extversion) as line
     from pg_extension where oid <> all($1::oid[])`,

  `select format('relation %s %s %s %s %s %s acl %s partition %s of %s view %s', c.relkind,
            c.oid::regclass, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
            c.reloptions,
            ${rights('c.relacl', kindOfRights, 'c.relowner')},
            coalesce(pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid)),
            array(select inhparent::regclass::text from pg_inherits
                   where inhrelid = c.oid order by inhseqno),
            case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end) as line
     from pg_class c join made on made.oid = c.oid
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')`,

  `select format('column %s.%I %s null %s default %s identity %s generated %s collation %s acl %s',
            c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull,
            pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated,
            nullif(a.attcollation, 0)::regcollation,
            ${rights('a.attacl', "'c'", 'c.relowner')}) as line
     from pg_attribute a
     join pg_class c on c.oid = a.attrelid
     join made on made.oid = c.oid
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')`,

  `select format('constraint %I on %s valid %s: %s', n.conname,
            coalesce(nullif(n.conrelid, 0)::regclass::text, n.contypid::regtype::text),
            n.convalidated, pg_get_constraintdef(n.oid)) as line
     from pg_constraint n
    where n.oid >= 16384 and n.conrelid <> all($1::oid[])`,

  `select format('index valid %s replica %s: %s', i.indisvalid, i.indisreplident,
            pg_get_indexdef(i.indexrelid)) as line
     from pg_index i join made on made.oid = i.indexrelid
    where i.indrelid <> all($1::oid[])`,

  `select format('sequence %s %s start %s by %s from %s to %s cycles %s', s.seqrelid::regclass,
            s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle)
            as line
     from pg_sequence s join made on made.oid = s.seqrelid`,

  `select format('trigger %s: %s', t.tgenabled, pg_get_triggerdef(t.oid)) as line
     from pg_trigger t
    where not t.tgisinternal and t.oid >= 16384 and t.tgrelid <> all($1::oid[])`,

  `select format('rule %s: %s', r.ev_enabled, pg_get_ruledef(r.oid)) as line
     from pg_rewrite r
    where r.rulename <> '_RETURN' and r.oid >= 16384 and r.ev_class <> all($1::oid[])`,

  `select format('policy %I on %s %s %s to %s using %s check %s', p.polname,
            p.polrelid::regclass, p.polcmd, p.polpermissive, p.polroles::regrole[],
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as line
     from pg_policy p where p.polrelid <> all($1::oid[])`,

  `select format('function %s %s acl %s: %s', p.oid::regprocedure, p.prokind,
            ${rights('p.proacl', "'f'", 'p.proowner')},
            case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end) as line
     from pg_proc p
    where p.oid >= 16384 and not exists
            (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid
                and deptype = 'e')`,

  `select format('type %s %s base %s null %s default %s labels %s', t.oid::regtype, t.typtype,
            nullif(t.typbasetype, 0)::regtype, not t.typnotnull, t.typdefault,
            array(select enumlabel from pg_enum where enumtypid = t.oid order by enumsortorder))
            as line
     from pg_type t
    where t.oid >= 16384 and t.typtype in ('d', 'e', 'r') and not exists
            (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid
                and deptype = 'e')`,

  `select format('comment on %s: %s', pg_describe_object(classoid, objoid, objsubid), description)
            as line
     from pg_description where objoid >= 16384 and objoid <> all($1::oid[])`,

  `select 'other ' || pg_describe_object(classid, objid, 0) as line
     from (select 'pg_cast'::regclass as classid, oid as objid from pg_cast
           union all select 'pg_operator'::regclass, oid from pg_operator
           union all select 'pg_collation'::regclass, oid from pg_collation
           union all select 'pg_event_trigger'::regclass, oid from pg_event_trigger
           union all select 'pg_statistic_ext'::regclass, oid from pg_statistic_ext
           union all select 'pg_publication'::regclass, oid from pg_publication
           union all select 'pg_foreign_server'::regclass, oid from pg_foreign_server
           union all select 'pg_default_acl'::regclass, oid from pg_default_acl
           union all select 'pg_ts_config'::regclass, oid from pg_ts_config) known
    where objid >= 16384`,
];

/** Relations that somebody has made, without what belongs to an extension or is left out. */
export const madeRelations = `made as (
  select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.oid <> all($1::oid[])
     and not exists (select from pg_depend where classid = 'pg_class'::regclass
                        and objid = c.oid and deptype = 'e'))`;

/** The tables of `$1` that are there, and the sequences and indexes that belong to them. */
export const relationsLeftOut = `
  with tables as (select to_regclass(name)::oid as oid from unnest($1::text[]) name)
  select oid from tables where oid is not null
   union
  select d.objid from pg_depend d join tables t on t.oid = d.refobjid
   where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')`;

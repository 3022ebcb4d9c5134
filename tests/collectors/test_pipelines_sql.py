"""Which tables SQL reads and writes, in files and in Python."""

from __future__ import annotations

import time

import pytest

from collectors.dataflow import LARGEST, Found, Link, Opaque, Thing, read
from tests.clock import seconds


def said(text: str, language: str = "SQL") -> list[Found]:
    return [found for tool, found in read(text.encode(), language).found if tool == "sql"]


def flows(text: str, language: str = "SQL") -> tuple[set[str], set[str]]:
    """Names that are read, and names that are written; files with their kind."""
    ends: tuple[set[str], set[str]] = (set(), set())
    for each in said(text, language):
        if isinstance(each, Link):
            ref, writes = (each.target, True) if each.how == "writes" else (each.source, False)
            ends[writes].add(ref.name if ref.kind == "table" else ":".join(ref))
    return ends


# A text of SQL, what it reads, what it writes.
FILES: dict[str, tuple[str, set[str], set[str]]] = {
    "a file that only selects reads": ("select * from shop.orders o join users u on u.id = o.u", {"shop.orders", "users"}, set()),
    "a table made of others": ("CREATE TABLE a.b AS SELECT * FROM c.d.e", {"c.d.e"}, {"a.b"}),
    "a view": ("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT * FROM t", {"t"}, {"v"}),
    "what is inserted": ("INSERT INTO a (x) SELECT x FROM b; INSERT OVERWRITE TABLE c SELECT * FROM d", {"b", "d"}, {"a", "c"}),
    "values come from nowhere": ("INSERT INTO a VALUES (1, 'select * from b')", set(), {"a"}),
    "a merge": ("MERGE INTO a USING (SELECT * FROM b) s ON a.i = s.i WHEN MATCHED THEN UPDATE SET x = s.x", {"b"}, {"a"}),
    "an update by its alias": ("UPDATE o SET x = 1 FROM orders o JOIN users u ON u.i = o.i", {"users", "orders"}, {"orders"}),
    "a CTE is no table, nor is the one after it": ("WITH a AS (SELECT * FROM t), b AS (SELECT * FROM a) SELECT * FROM b", {"t"}, set()),
    "a CTE may hide the table it is made of": ("WITH orders AS (SELECT * FROM orders) SELECT * FROM orders", {"orders"}, set()),
    "a recursive CTE reads itself": ("WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r) SELECT * FROM r", set(), set()),
    "a CTE is seen where it stands, and not elsewhere": ("SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) x JOIN a ON true", {"a"}, set()),
    "a table of another schema is no CTE": ("WITH a AS (SELECT 1) SELECT * FROM s.a", {"s.a"}, set()),
    "temporary tables are passed through": (
        "CREATE TEMP TABLE x AS SELECT * FROM a; INSERT INTO b SELECT * FROM x; SELECT * INTO #y FROM c; SELECT * FROM #y",
        {"a", "c"}, {"b"},
    ),
    "Postgres copies": ("COPY t FROM 's3://b/x.csv'; COPY (SELECT * FROM u) TO '/tmp/u.csv'", {"file:s3://b/x.csv", "u"}, {"t", "file:/tmp/u.csv"}),
    "Snowflake copies both ways": ("COPY INTO d.t FROM @stage/x; COPY INTO 's3://b/y' FROM d.u", {"file:@stage/x", "d.u"}, {"d.t", "file:s3://b/y"}),
    "Redshift unloads": ("UNLOAD ('select * from a where d = ''x''') TO 's3://b/' IAM_ROLE 'r'", {"a"}, {"file:s3://b/"}),
    "BigQuery exports": ("EXPORT DATA OPTIONS(uri='gs://b/*.csv') AS SELECT * FROM `p.d.t`", {"p.d.t"}, {"file:gs://b/*.csv"}),
    "BigQuery's quoted names have parts, and a column that is unnested is none": ("SELECT * FROM `p-1.d.t` t, t.items", {"p-1.d.t"}, set()),
    "DuckDB reads files": ("SELECT * FROM read_parquet('a/*.parquet'), 'b.csv', read_csv(['c.csv', 'd.csv'])",
                           {"file:a/*.parquet", "file:b.csv", "file:c.csv", "file:d.csv"}, set()),
    "Spark reads files": ("SELECT * FROM parquet.`s3://b/x`", {"file:s3://b/x"}, set()),
    "functions and tables of the system are none": (
        "SELECT * FROM generate_series(1, 2) JOIN information_schema.tables ON true JOIN pg_class ON true", set(), set(),
    ),
    "each statement in its own dialect": ("SELECT [a] FROM [dbo].[t]; SELECT a FROM `u`; SELECT a::int FROM v", {"dbo.t", "u", "v"}, set()),
    "statements about rights and settings are passed over": ("GRANT SELECT ON a TO b; SET x = 1; DROP TABLE c; USE d; COMMENT ON TABLE e IS 'x'", set(), set()),
    "semicolons within texts and comments end nothing": ("SELECT ';' FROM a -- ; from x\n/* ; */ WHERE b = $$;$$;", {"a"}, set()),
    "a dump's data are no statements": ("COPY t (a) FROM stdin;\n1\tselect * from x;\n\\.\nSELECT * FROM u;", {"u"}, {"t"}),
    "lines for the client": ("\\set ON_ERROR_STOP on\nSELECT 1 FROM a\nGO\nSELECT 2 FROM b\ngo\n", {"a", "b"}, set()),
    "placeholders stand for values": ("SELECT {cols} FROM a WHERE d = '{{ ds }}' AND x = %(x)s AND y > ${y}", {"a"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_tables_of_a_file(case: str) -> None:
    text, reads, writes = FILES[case]
    assert flows(text) == (reads, writes)
    assert not [each for each in said(text) if isinstance(each, Opaque)]


# A text of Python, what it reads, what it writes.
PROGRAMS: dict[str, tuple[str, set[str], set[str]]] = {
    "what is executed": ("cur.execute('insert into a select * from b where c = %s', (1,))", {"b"}, {"a"}),
    "what is read into a frame": ("pd.read_sql_query('''\n  select * from b\n''', con)", {"b"}, set()),
    "what Spark is asked": ("spark.sql('create or replace temporary view x as select * from b'); spark.sql('select * from x')", {"b"}, set()),
    "views that a program names": ("df.createOrReplaceTempView('x')\nspark.sql('select * from x join y')", {"y"}, set()),
    "frames that are asked by name": ("import duckdb\ndf = f()\nduckdb.sql('select * from df join t using (i)')", {"t"}, set()),
    "a constant anywhere that shouts": ("Q = 'SELECT a FROM t'\nf(Q)", {"t"}, set()),
    "a variable whose name says so": ("my_query = 'select a from t'", {"t"}, set()),
    "texts one after the other, and joined": ("q = ('SELECT a '\n 'FROM t ' # c\n 'WHERE b = ' + str(b) + ' LIMIT 1')", {"t"}, set()),
    "an f-string that puts values in": ("execute(f'SELECT {a} FROM t WHERE x = \\'{b}\\' AND y IN ({c!r})')", {"t"}, set()),
    "escapes": ('execute("SELECT \\"a\\" FROM \\"t\\"\\n")', {"t"}, set()),
    "an operator's keyword": ("Op(task_id='x', sql='insert into a select 1 from b')", {"b"}, {"a"}),
}  # fmt: skip


@pytest.mark.parametrize("case", PROGRAMS)
def test_tables_of_a_program(case: str) -> None:
    text, reads, writes = PROGRAMS[case]
    assert flows(text, "Python") == (reads, writes)
    assert not [each for each in said(text, "Python") if isinstance(each, Opaque)]


OPAQUE = {
    "a table that a program names": ("execute(f'SELECT 1\\n FROM {table}')", "Python", 1, "the name is put together: …"),
    "a table whose suffix is put in": ("q = '''\nSELECT 1\nFROM s.t_{}\n'''.format(d)", "Python", 3, "the name is put together: s.t_…"),
    "a table that is only created": ("execute(f'CREATE TABLE {t} (a int)')", "Python", 1, "the name is put together: …"),
    "a joined name": ("execute('SELECT a FROM ' + t)", "Python", 1, "the name is put together: …"),
    "a statement made elsewhere": ("\npd.read_sql(build(x), con)", "Python", 2, "the statement is computed: build(x)"),
    "a template's name": ("select * from x\njoin {{ params.t }} on true", "SQL", 2, "what a template puts in is not known: params.t"),
    "a template's branch": ("select 1\n{% if a %} from b {% endif %}", "SQL", 2, "made by a template: if a"),
    "what is no SQL": ("select 1 from a;\nselect from where from", "SQL", 2, "does not parse"),
    "a procedure": ("create procedure p() begin\n select 1 from a; insert into b select 1; end;\nselect 1 from c", "SQL", 1, "what its body does is not read"),
    "a call of one": ("select 1 from a; call p()", "SQL", 1, "what a procedure reads and writes stands elsewhere"),
}  # fmt: skip


@pytest.mark.parametrize("case", OPAQUE)
def test_what_the_text_does_not_say_is_opaque(case: str) -> None:
    text, language, line, reason = OPAQUE[case]
    told = [(each.line, each.reason) for each in said(text, language) if isinstance(each, Opaque)]
    assert [(at, why[: len(reason)]) for at, why in told][:1] == [(line, reason)]
    assert "hole__" not in str(said(text, language))


def test_lines_are_those_of_the_tables() -> None:
    found = said("-- one\nselect *\nfrom a\njoin b on true;\n\ninsert into c\nselect * from a, d")
    assert [(each.line, each.source.name or each.target.name) for each in found if isinstance(each, Link)] == [
        (3, "a"), (4, "b"), (7, "d"), (6, "c")
    ]  # fmt: skip


def test_a_table_that_is_only_created_is_declared_with_its_place() -> None:
    found = said("CREATE EXTERNAL TABLE a.t (x INT) STORED AS PARQUET LOCATION 's3://b/c';\nCREATE TABLE u (x int)")
    assert [(each.line, each.ref.name, each.location) for each in found if isinstance(each, Thing)] == [
        (1, "a.t", ("file", "s3://b/c")), (2, "u", None)
    ]  # fmt: skip


FOREIGN = {
    "prose": ("raise E('Select a model from the list')\nprint('update x set by you')\nx = 'with love'", "Python"),
    "a docstring": ("def f():\n    '''SELECT a FROM b'''", "Python"),
    "a filter of a frame": ("df.query('a > 1 and select == 2')", "Python"),
    "a model of dbt": ("{{ config() }} select * from {{ ref('a') }} join b", "SQL"),
    "a model of dbt without a setting": ("select * from {{ source('a', 'b') }}", "SQL"),
    "a macro of dbt": ("{% macro m() %} select 1 from a {% endmacro %}", "SQL"),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_what_is_no_statement_says_nothing(case: str) -> None:
    assert said(*FOREIGN[case]) == []


def test_a_file_that_is_larger_than_its_reader_takes_is_told() -> None:
    (told,) = said("select 1 from a;" + " " * LARGEST)
    assert isinstance(told, Opaque)
    assert told.reason.startswith("larger than 4,000,000 bytes")


HOSTILE = {
    "brackets": ("select " + "(" * 50_000, "SQL"),
    "subqueries": ("select * from " + "(select * from " * 10_000, "SQL"),
    "blanks": ("select 1 from a;" + " \n" * 500_000, "SQL"),
    "dumps that never begin": ("select 1 from a;\n" + "COPY " + "FROM stdin " * 90_000, "SQL"),
    "blanks in a program": ("execute('SELECT a FROM b')\nx = '" + " " * 100_000 + "x'", "Python"),
    "a long sum": ("select " + "1+" * 20_000 + "1 from t", "SQL"),
    "unions": ("select a from b union " * 7_000 + "select 1", "SQL"),
    "openings of comments": ("select 1 from a " + "/*" * 90_000, "SQL"),
    "quotes": ("select '" + "''" * 90_000 + " from a", "SQL"),
    "dollars": ("select 1 from a; " + "$a$ $b$ " * 20_000, "SQL"),
    "statements": ("select 1 from a;" * 100_000, "SQL"),
    "statements that do not parse": ("select from where from;" * 500, "SQL"),
    "one line of a megabyte": ("insert into a values " + "(1, 'x')," * 120_000 + "(1, 'x')", "SQL"),
    "texts in a program": ("execute('SELECT a FROM b')\n" * 20_000, "Python"),
    "texts joined": ("q = 'SELECT a FROM b' " + "+ 'x' " * 5_000, "Python"),
    "CTEs": ("with " + ",".join(f"a{n} as (select * from a{n - 1})" for n in range(1, 1_000)) + " select 1 from a999", "SQL"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_texts_are_read_in_time(case: str) -> None:
    began = time.process_time()
    assert said(*HOSTILE[case])
    assert time.process_time() - began < seconds(5)

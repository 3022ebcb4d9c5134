"""What collect keeps for the gate is what an evaluation would say, and nothing kept by other rules is believed."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

from debtui import judged
from debtui.collect import collect
from debtui.measures.spec import Threshold
from debtui.open import open_session
from debtui.stored import StoreSession
from tests.repos import GitRepo


def test_what_is_kept_of_the_newest_commit_equals_a_fresh_evaluation(demo_session: StoreSession) -> None:
    moment = demo_session.moments()[-1]
    cursor = demo_session._store.cursor()
    stored = cursor.one("SELECT count(*) FROM judgement WHERE commit_id = ?", [moment.commit_id])
    kept = demo_session.judged(moment.seq)
    assert stored == len(kept) == len(demo_session.measures())
    assert kept == [
        judged.judge(cursor, measure, moment, demo_session._settings.digest) for measure in demo_session.measures()
    ]
    cursor.close()


def test_a_measure_with_other_limits_is_evaluated_anew(demo_session: StoreSession) -> None:
    moment = demo_session.moments()[-1]
    measure = replace(demo_session.measure("AP-15"), threshold=Threshold("lower", 0, 0.5))
    cursor = demo_session._store.cursor()
    (told,) = judged.at_moment(cursor, [measure], demo_session._settings.digest, moment)
    assert told.rows
    assert {row.severity for row in told.rows} == {"fail"}
    cursor.close()


def test_an_own_measures_file_name_is_no_sql(repo: GitRepo) -> None:
    name = "a') OR true --"
    text = (files("debtui.measures") / "code" / "self_admitted_debt.sql").read_text("utf-8")
    repo.commit({"a.py": "x = 1  # TODO one\n", f"debt/measures/{name}.sql": text})
    collect(repo.path)
    session, moment = open_session(repo.path, fresh=False)
    try:
        told = {one.result.measure.id: one for one in session.judged(moment.seq)}
        assert (told[name].result.status, bool(told[name].rows)) == ("measured", True)
        assert session.trend(session.measure("AP-15"))
    finally:
        session.close()

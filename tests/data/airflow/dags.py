"""DAGs in the ways that people write them; read by Airflow itself (make.py) and by the reader."""

from datetime import datetime

import pandas as pd
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, Asset, Label, TaskGroup, asset, chain, cross_downstream, dag, task, task_group

RAW = Asset("s3://lake/raw.csv")
clean = Asset(name="clean", uri="s3://lake/clean.parquet")
scores = Asset("scores")


def fetch():
    return pd.read_csv("data/input.csv")


with DAG("ingest", start_date=datetime(2024, 1, 1), schedule="@daily") as ingest:
    start = EmptyOperator(task_id="start")
    get = PythonOperator(task_id="get", python_callable=fetch, outlets=[RAW])
    check = BashOperator(task_id="check", bash_command="python jobs/check.py --all", inlets=[RAW])
    end = EmptyOperator(task_id="end")
    a, b, c, d = (
        EmptyOperator(task_id="a"),
        EmptyOperator(task_id="b"),
        EmptyOperator(task_id="c"),
        EmptyOperator(task_id="d"),
    )
    start >> get >> Label("ok") >> [check, a]
    end << check
    chain(a, [b, c], d)
    e = EmptyOperator(task_id="e")
    f = EmptyOperator(task_id="f")
    cross_downstream([b, c], [e, f])
    f.set_upstream(d)
    d.set_downstream(end)


@dag(dag_id="train", start_date=datetime(2024, 1, 1), schedule=[RAW, clean])
def training():
    @task
    def extract():
        return 1

    @task(task_id="fit_model", outlets=[scores])
    def fit(x, y=None):
        pd.DataFrame().to_parquet("models/frame.parquet")
        return x

    @task(multiple_outputs=True)
    def split(x):
        return {"train": x, "test": x}

    @task_group
    def evaluate(model):
        @task
        def score(model, data=None):
            return model

        @task
        def report(x):
            return x

        return report(score(model))

    data = extract()
    parts = split(data)
    model = fit(parts["train"], y=parts["test"])
    done = EmptyOperator(task_id="done")
    evaluate(model) >> done
    again = fit.override(task_id="refit")(data)
    extract() >> again
    many = split.partial().expand(x=[1, 2])
    fit.partial(y=1).expand(x=many)
    pulled = BashOperator(task_id="pulled", bash_command="echo {{ ti.xcom_pull(task_ids='extract') }}")
    data >> pulled


training()

grouped = DAG("grouped", start_date=datetime(2024, 1, 1), schedule=(RAW | scores))
with grouped:
    first = EmptyOperator(task_id="first")
    with TaskGroup("load") as load:
        one = EmptyOperator(task_id="one")
        with TaskGroup(group_id="inner") as inner:
            two = EmptyOperator(task_id="two")
            three = EmptyOperator(task_id="three")
            two >> three
        one >> inner
        four = EmptyOperator(task_id="four")
    with TaskGroup("other", prefix_group_id=False) as other:
        five = EmptyOperator(task_id="five")
    first >> load >> other
outside = EmptyOperator(task_id="outside", dag=grouped)
outside >> first


@asset(schedule="@daily")
def orders():
    pass


@asset(schedule=[RAW], uri="s3://lake/daily.parquet")
def daily(context, orders):
    pass

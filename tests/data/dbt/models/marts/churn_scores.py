def model(dbt, session):
    dbt.config(materialized="table", packages=["pandas"])
    features = dbt.ref("churn_features").df()
    features["score"] = 0.5
    return features

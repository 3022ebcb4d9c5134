"""Secrets to plant, of every kind, and values that only look like some. Put together from pieces at run time: no scanner trips here."""

from __future__ import annotations

import base64
import json
import random
import re

_ALPHABETS = {
    "hex": "0123456789abcdef",
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "mixed": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "lower": "abcdefghijklmnopqrstuvwxyz0123456789",
    "digit": "0123456789",
}


def _made(name: str, alphabet: str, length: int) -> str:
    """Letters and digits, the same in every run, another text for every name."""
    source = random.Random(f"{name}{alphabet}{length}")
    text = "".join(source.choice(_ALPHABETS[alphabet]) for _ in range(length))
    return (
        text
        if alphabet == "digit"
        else f"{text[:2]}{source.choice('0123456789')}{source.choice('abcdef')}{text[4:]}"
        if alphabet != "upper"
        else text
    )


def _hex(name: str, length: int) -> str:
    return _made(name, "hex", length)


def _mixed(name: str, length: int) -> str:
    return _made(name, "mixed", length)


def _uuid(name: str) -> str:
    return "-".join(_hex(f"{name}{length}{i}", length) for i, length in enumerate((8, 4, 4, 4, 12)))


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _pem(kind: str) -> str:
    body = "\n".join(_mixed(f"{kind}{i}", 64) for i in range(4))
    return f"-----{'BEGIN'} {kind}-----\n{body}\n-----{'END'} {kind}-----"


_JWT = "ey" + "J" + _mixed("jwt1", 33) + ".ey" + "J" + _mixed("jwt2", 40) + "." + _mixed("jwt3", 43)
_OWN = {
    name: _mixed(name, 14)
    for name in (
        "postgres",
        "mysql",
        "mongodb",
        "redis",
        "amqp",
        "snowflake",
        "string",
        "option",
        "short",
        "item",
        "mssql",
        "smtp",
    )
}

# Kind, the name it stands under, the text that must not be stored, and the whole value where that is more.
SECRETS: list[tuple[str, str, str, str]] = [
    (kind, name, secret, value or secret)
    for kind, name, secret, value in [
        ("aws key id", "AWS_ACCESS_KEY_ID", "AK" + "IA" + _made("aws", "upper", 16), ""),
        ("aws temporary key id", "aws_id", "AS" + "IA" + _made("sts", "upper", 16), ""),
        ("aws secret", "AWS_SECRET_ACCESS_KEY", _mixed("aws", 20) + "/" + _mixed("aw2", 19), ""),
        ("azure storage", "AZURE_STORAGE_CONNECTION_STRING", _mixed("azs", 86) + "==",
         "DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=" + _mixed("azs", 86) + "==;EndpointSuffix=core.windows.net"),
        ("azure storage key", "AZURE_STORAGE_KEY", _mixed("azk", 43) + "+" + _mixed("azk2", 42) + "==", ""),
        ("azure sas", "blob_url", _mixed("sas", 40) + "%3D", "https://acc.blob.core.windows.net/c?sv=2023-01-03&sr=c&sig=" + _mixed("sas", 40) + "%3D"),
        ("azure client secret", "azure_value", _mixed("azc", 3) + "8Q" + "~" + _mixed("azc2", 34), ""),
        ("github old", "GITHUB_TOKEN", _hex("gh", 40), ""),
        ("github", "gh", "gh" + "p_" + _mixed("gh", 36), ""),
        ("github fine-grained", "gh_fine", "github" + "_pat_" + _mixed("gh", 22) + "_" + _mixed("gh2", 59), ""),
        ("gitlab", "gl", "glp" + "at-" + _mixed("gl", 20), ""),
        ("slack token", "slack", "xo" + "xb-" + _made("s", "digit", 12) + "-" + _made("t", "digit", 12) + "-" + _mixed("s", 24), ""),
        ("slack webhook", "alerts_to", "T" + _made("s", "upper", 8) + "/B" + _made("w", "upper", 8) + "/" + _mixed("w", 24),
         "https://hooks.slack.com/services/" + "T" + _made("s", "upper", 8) + "/B" + _made("w", "upper", 8) + "/" + _mixed("w", 24)),
        ("stripe", "stripe", "sk" + "_live_" + _mixed("st", 24), ""),
        ("stripe restricted", "stripe_r", "rk" + "_live_" + _mixed("sr", 24), ""),
        ("twilio key", "twilio", "S" + "K" + _hex("tw", 32), ""),
        ("twilio token", "TWILIO_AUTH_TOKEN", _hex("twt", 32), ""),
        ("sendgrid", "mail", "S" + "G." + _mixed("sg", 22) + "." + _mixed("sg2", 43), ""),
        ("mailgun", "mailgun", "key" + "-" + _hex("mg", 32), ""),
        ("npm", "npm", "np" + "m_" + _mixed("npm", 36), ""),
        ("npm registry", "//registry.npmjs.org/:_authToken", _uuid("npmo"), ""),
        ("pypi", "pypi", "pypi" + "-AgEIcHlwaS5vcmc" + _mixed("py", 120), ""),
        ("docker hub", "hub", "dckr" + "_pat_" + _mixed("dh", 27), ""),
        ("hugging face", "hf", "h" + "f_" + _mixed("hf", 34), ""),
        ("openai", "openai", "s" + "k-proj-" + _mixed("oa", 48), ""),
        ("openai old", "oai", "s" + "k-" + _mixed("oao", 48), ""),
        ("anthropic", "claude", "s" + "k-ant-api03-" + _mixed("an", 93) + "AA", ""),
        ("weights & biases", "WANDB_API_KEY", _hex("wb", 40), ""),
        ("neptune", "neptune", _b64(json.dumps({"api_address": "https://app.neptune.ai", "api_key": _uuid("nep")})), ""),
        ("comet", "COMET_API_KEY", _mixed("co", 25), ""),
        ("databricks", "databricks", "da" + "pi" + _hex("db", 32), ""),
        ("snowflake", "SNOWFLAKE_PASSWORD", _OWN["snowflake"] + "!", ""),
        ("postgres address", "db", _OWN["postgres"], f"postgresql+psycopg2://app:{_OWN['postgres']}@db.internal:5432/features"),
        ("mysql address", "db2", _OWN["mysql"], f"mysql://app:{_OWN['mysql']}@db:3306/x"),
        ("mongodb address", "db3", _OWN["mongodb"], f"mongodb+srv://app:{_OWN['mongodb']}@cluster0.x.mongodb.net/?w=majority"),
        ("redis address", "db4", _OWN["redis"], f"redis://:{_OWN['redis']}@cache:6379/0"),
        ("amqp address", "db5", _OWN["amqp"], f"amqp://guest:{_OWN['amqp']}@mq:5672/%2F"),
        ("jwt", "session_info", _JWT, ""),
        ("pem key", "tls", _pem("RSA PRIVATE" + " KEY"), ""),
        ("openssh key", "ssh", _pem("OPENSSH PRIVATE" + " KEY"), ""),
        ("pgp key", "pgp", _pem("PGP PRIVATE" + " KEY BLOCK"), ""),
        ("gcp service account", "gcp", _pem("PRIVATE" + " KEY"), ""),
        ("gcp api key", "maps", "AI" + "za" + _mixed("gm", 35), ""),
        ("google oauth", "oauth", "GOC" + "SPX-" + _mixed("go", 28), ""),
        ("basic header", "header", _b64("ada:" + _mixed("basic", 12)), "Authorization: Basic " + _b64("ada:" + _mixed("basic", 12))),
        ("bearer header", "header2", _mixed("bearer", 40), "Authorization: Bearer " + _mixed("bearer", 40)),
        ("session cookie", "header3", _hex("cookie", 32), "Cookie: theme=dark; sessionid=" + _hex("cookie", 32) + "; lang=en"),
        ("telegram", "telegram", _made("tg", "digit", 10) + ":A" + "A" + _mixed("tg", 33), ""),
        ("discord bot", "DISCORD_BOT_TOKEN", "MT" + _mixed("dc", 22) + "." + _mixed("dc2", 6) + "." + _mixed("dc3", 38), ""),
        ("discord webhook", "alerts_too", _made("dw", "digit", 18) + "/" + _mixed("dw", 68),
         "https://discord.com/api/webhooks/" + _made("dw", "digit", 18) + "/" + _mixed("dw", 68)),
        ("datadog", "DD_API_KEY", _hex("dd", 32), ""),
        ("datadog application", "dd_app_key", _hex("dda", 40), ""),
        ("new relic", "relic", "NR" + "AK-" + _made("nr", "upper", 27), ""),
        ("new relic license", "NEW_RELIC_LICENSE_KEY", _hex("nrl", 36) + "NRAL", ""),
        ("sentry", "sentry", _hex("sen", 32), "https://" + _hex("sen", 32) + "@o447951.ingest.sentry.io/5430"),
        ("launchdarkly", "flags", "sd" + "k-" + _uuid("ld"), ""),
        ("posthog", "posthog", "ph" + "c_" + _mixed("ph", 43), ""),
        ("heroku", "HEROKU_API_KEY", _uuid("heroku"), ""),
        ("digitalocean", "ocean", "dop" + "_v1_" + _hex("do", 64), ""),
        ("cloudflare", "CLOUDFLARE_API_TOKEN", _mixed("cf", 40), ""),
        ("airtable", "airtable", "pa" + "t" + _mixed("at", 14) + "." + _hex("at", 64), ""),
        ("linear", "linear", "lin" + "_api_" + _mixed("li", 40), ""),
        ("vault", "vault", "hv" + "s." + _mixed("va", 90), ""),
        ("grafana", "grafana", "gl" + "sa_" + _mixed("gr", 32) + "_" + _hex("gr", 8), ""),
        ("groq", "groq", "gs" + "k_" + _mixed("gq", 52), ""),
        ("generic", "RANKER_SIGNING_KEY", _mixed("generic", 32), ""),
        ("generic, any key", "inference_key", _mixed("generic2", 32), ""),
        ("connection string", "mssql", _OWN["mssql"], f"Server=tcp:db,1433;User ID=sa;Password={_OWN['mssql']};Encrypt=True"),
        ("option", "command", _OWN["option"], f"python train.py --user ada --password {_OWN['option']} --epochs 3"),
        ("short option", "command2", _OWN["short"], f"mysql -h db -u root -p {_OWN['short']} features"),
        ("word for a password", "smtp_password", "sword" + "fish" + "lake", ""),
    ]
]  # fmt: skip

# (key, value) that are no secrets and stay as they are, in a setting and in a text.
INNOCENT: list[tuple[str, str]] = [
    ("commit", "93fa82d1c0ffee5a7ae61b0a3d9c1b8e4f2a6d70"), ("rev", "93fa82d"), ("request_id", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
    ("hash", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), ("md5", "d41d8cd98f00b204e9800998ecf8427e"),
    ("max_tokens", "512"), ("max_new_tokens", "1024"), ("token", "bos"), ("tokenizer", "gpt2"), ("tokens", "hunter2!"),
    ("eos_token", "<|endoftext|>"), ("pad_token", "[PAD]"), ("mask_token", "<mask>"), ("token", "extra_id_0"), ("token_type", "bearer"),
    ("password_field", "name"), ("password_length", "12"), ("secret_name", "db-creds"), ("existingSecret", "ranker-db-9f3k2"),
    ("password", "${DB_PASSWORD}"), ("api_key", "${{ secrets.WANDB_API_KEY }}"), ("api_key", "OPENAI_API_KEY"), ("password", "null"),
    ("secret_key", "<your key>"), ("private_key", "/etc/ssl/private/server.pem"), ("token", "{{ var.token }}"), ("use_auth_token", "false"),
    ("model", "meta-llama/Llama-3.1-8B-Instruct"), ("model", "sentence-transformers/all-MiniLM-L6-v2"), ("model", "gpt-4o-2024-08-06"),
    ("feature", "user_7d_click_rate"), ("feature", "sk-learn-pipeline-with-standard-scaler"), ("queue", "task-force-high-priority-jobs-2024"),
    ("path", "s3://bucket/models/2024-01-02/model.pkl"), ("file", "data/raw/events_20240102.parquet"), ("version", "1.24.3rc1"),
    ("image", "registry.example.com/team/ranker@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ("image", "ghcr.io/org/app:v1.2.3@latest"), ("mail", "ada.lovelace@example.com"), ("url", "https://x.com:8080/a/@scope/pkg"),
    ("url", "ssh://git@github.com:22/org/repo.git"), ("cache_key", "v1-py3.10-deps-2024"), ("primary_key", "user_id"), ("sort_key", "event_ts"),
    ("key", "user_features_v2"), ("monkey", "banana1234567"), ("seed", "1234567890"), ("timestamp", "2024-01-02T03:04:05Z"),
    ("command", "mkdir -p build/out1 && docker run -p 8080:80 app"), ("command", "ssh -p 2222 host1"), ("basic", "Basic configuration of the service"),
    ("note", "the token was removed"), ("note", "password: str"), ("note", "bearer authentication is used"), ("session_name", "train-2024-run1"),
    ("hf", "hf_transformers_config"), ("locale", "en_US.UTF-8"), ("optimizer", "AdamW_bnb_8bit"), ("dsn", "sqlite:///store.db"),
]  # fmt: skip


def pieces(secret: str) -> set[str]:
    """The secret itself, and every run of ten letters and digits or more in it."""
    long = {piece for piece in re.findall(r"[A-Za-z0-9]{10,}", secret) if any(c.isdigit() for c in piece)}
    return {secret, *long} if "\n" not in secret else long

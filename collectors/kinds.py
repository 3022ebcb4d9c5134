"""What a path is, by its name alone: its language, and the kind of file. One table each, read from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

VERSION = "12"
"""Change it with the tables below: the store then classifies every path anew."""

CONFIG = frozenset({"ml-config", "deployment-config", "ci-config", "tool-config"})
SOURCE = frozenset({"code", "test", "notebook"})
RECORD = frozenset({"record"})
"""What a program wrote down of a run's configuration: read like settings, and counted as nobody's."""
KINDS = frozenset({*CONFIG, *SOURCE, *RECORD, "data", "docs", "lock", "generated", "vendored", "metrics", "plots"})

READ = {
    "metrics": frozenset({"JSON", "YAML", "TOML"}), "plots": frozenset({"CSV", "JSON", "YAML"}), "ml-config": frozenset({"JSON", "YAML", "TOML"}),
}  # fmt: skip
"""Languages in which a file that is declared to be of a kind can be read as such."""

BY_NAME = {
    "dockerfile": "Dockerfile", "containerfile": "Dockerfile", "makefile": "Makefile", "gnumakefile": "Makefile",
    "jenkinsfile": "Groovy", "codeowners": "CODEOWNERS", ".env": "dotenv", "pipfile": "TOML", "rakefile": "Ruby",
    "gemfile": "Ruby", "cmakelists.txt": "CMake", "build.bazel": "Starlark", "workspace": "Starlark", "build": "Starlark",
    ".editorconfig": "INI", ".flake8": "INI", ".pylintrc": "INI", "pylintrc": "INI", ".coveragerc": "INI", ".gitconfig": "INI",
    "setup.cfg": "INI", "tox.ini": "INI", "mlproject": "YAML", "dvc.lock": "YAML", "cargo.lock": "TOML", "poetry.lock": "TOML",
    "uv.lock": "TOML", "pdm.lock": "TOML", "go.mod": "Go module", "pipfile.lock": "JSON", "requirements.lock": "Text", "requirements-dev.lock": "Text", "license": "Text", "readme": "Text", "notice": "Text", "vagrantfile": "Ruby",
}  # fmt: skip
BY_SUFFIX = {
    "py": "Python", "pyi": "Python", "pyx": "Cython", "pxd": "Cython", "ipynb": "Jupyter Notebook", "yaml": "YAML", "yml": "YAML",
    "toml": "TOML", "json": "JSON", "json5": "JSON5", "jsonc": "JSONC", "hocon": "INI", "ini": "INI", "cfg": "INI", "conf": "INI", "env": "dotenv", "properties": "properties",
    "md": "Markdown", "markdown": "Markdown", "mdx": "Markdown", "rst": "reStructuredText", "sh": "Shell", "bash": "Shell",
    "zsh": "Shell", "ksh": "Shell", "bats": "Shell", "fish": "Fish", "sql": "SQL", "ddl": "SQL", "c": "C", "h": "C", "cc": "C++",
    "cpp": "C++", "cxx": "C++", "hpp": "C++", "hh": "C++", "cu": "CUDA", "cuh": "CUDA", "java": "Java", "scala": "Scala",
    "kt": "Kotlin", "kts": "Kotlin", "groovy": "Groovy", "gradle": "Groovy", "go": "Go", "js": "JavaScript", "jsx": "JavaScript",
    "mjs": "JavaScript", "cjs": "JavaScript", "ts": "TypeScript", "tsx": "TypeScript", "r": "R", "rmd": "R Markdown",
    "jl": "Julia", "rs": "Rust", "proto": "Protocol Buffers", "mk": "Makefile", "dockerfile": "Dockerfile", "html": "HTML",
    "htm": "HTML", "css": "CSS", "scss": "SCSS", "less": "LESS", "xml": "XML", "csv": "CSV", "tsv": "CSV", "txt": "Text",
    "in": "Text", "tf": "HCL", "tfvars": "HCL", "hcl": "HCL", "jsonnet": "Jsonnet", "libsonnet": "Jsonnet", "gin": "gin",
    "rb": "Ruby", "swift": "Swift", "cs": "C#", "php": "PHP", "pl": "Perl", "pm": "Perl", "bzl": "Starlark", "lua": "Lua",
    "ps1": "PowerShell", "clj": "Clojure", "cljs": "Clojure", "dvc": "YAML", "cmake": "CMake", "m": "Objective-C", "ex": "Elixir",
    "exs": "Elixir", "erl": "Erlang", "hs": "Haskell", "ml": "OCaml", "vue": "Vue", "svelte": "Svelte", "thrift": "Thrift",
    "j2": "Jinja", "jinja": "Jinja", "haml": "Haml", "erb": "ERB", "coffee": "CoffeeScript", "bat": "Batch", "cmd": "Batch",
    "feature": "Gherkin", "tex": "TeX", "svg": "SVG", "jsonl": "JSON Lines", "ndjson": "JSON Lines", "dart": "Dart",
}  # fmt: skip

PROGRAMS = frozenset({
    "Python", "Cython", "Shell", "Fish", "SQL", "C", "C++", "CUDA", "Java", "Scala", "Kotlin", "Groovy", "Go", "JavaScript",
    "TypeScript", "R", "Julia", "Rust", "Protocol Buffers", "Makefile", "HTML", "CSS", "SCSS", "LESS", "Ruby", "Swift", "C#",
    "PHP", "Perl", "Starlark", "Lua", "PowerShell", "Clojure", "CMake", "Objective-C", "Elixir", "Erlang", "Haskell", "OCaml",
    "Vue", "Svelte", "Thrift", "Jinja", "Haml", "ERB", "CoffeeScript", "Batch", "Dart", "Gherkin",
})  # fmt: skip
SETTINGS = frozenset({"YAML", "TOML", "INI", "dotenv", "properties", "HCL", "Jsonnet", "gin", "JSON5", "JSONC"})
PROSE = frozenset({"Markdown", "reStructuredText", "Text", "TeX", "R Markdown"})
_IMAGES = r"png|jpe?g|gif|svg|ico|webp|bmp|pdf|eps"

# The first pattern that is found in the lower-cased path decides; what none decides, the language does.
KIND_RULES: tuple[tuple[str, str], ...] = (
    ("vendored", r"(^|/)(vendor|vendors|third_party|third-party|thirdparty|node_modules|site-packages|bower_components|_vendor)/"),
    # Copies of well-known libraries and packaging of a distribution, as GitHub Linguist's vendor.yml has them.
    ("vendored", r"[.-]min\.(js|css)$|^debian/|(^|/)(jquery|bootstrap|underscore|backbone\.localstorage|modernizr|mustache|d3|raphael|prettify"
                 r"|sinon|expect|qunit|require|handlebars|moment|zepto|prototype)([-.][\d.a-z]*)?\.(js|css|less|scss)$"),
    ("generated", r"_pb2(_grpc)?\.pyi?$|\.pb\.(go|cc|h)$|_grpc\.pb\.go$|\.g\.dart$|(^|/)(__generated__|generated)/"),
    # What controller-gen and kustomize write for a Kubernetes operator: feast's history holds 160 MB of it.
    ("generated", r"(^|/)crds?/.*\.ya?ml$|(^|/)bundle/(manifests|metadata)/.*\.ya?ml$|(^|/)dist/install\.ya?ml$"),
    ("record", r"(^|/)\.hydra/(config|hydra|overrides)\.yaml$|(^|/)multirun\.yaml$|(^|/)operative_config[^/]*\.gin$"),
    ("lock", r"\.lock$|(^|/)(\.terraform\.lock\.hcl|package-lock\.json|pnpm-lock\.yaml|npm-shrinkwrap\.json|go\.sum|conda-lock\.ya?ml|pylock.*\.toml)$"),
    ("lock", r"(^|/)(requirements.*-lock\.txt|py[\d.]+-[^/]*requirements[^/]*\.txt|.*requirements\.lock|py[\d.]+-requirements\.txt|.*-ci-requirements\.txt)$"),
    ("notebook", r"\.ipynb$"),
    ("docs", r"(^|/)(codeowners)$"),
    ("ci-config", r"(^|/)\.github/workflows/|(^|/)\.github/actions/|(^|/)\.circleci/|(^|/)\.prow/|(^|/)\.buildkite/|(^|/)\.azure-?pipelines/"),
    ("ci-config", r"(^|/)(\.travis\.yml|\.prow\.ya?ml|\.gitlab-ci\.yml|\.?appveyor\.yml|azure-pipelines.*\.ya?ml|jenkinsfile|\.taskcluster\.yml"
                  r"|bitbucket-pipelines\.yml|\.cirrus\.yml|\.drone\.yml|cloudbuild.*\.ya?ml|buildspec\.ya?ml)$"),
    ("test", r"(^|/)(tests?|testing|__tests__|spec)/.*\.(py|js|jsx|ts|tsx|go|java|scala|sh|r|rb|cc?|cpp|sql|rs|html|clj|feature)$"),
    ("test", r"(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$|_test\.(go|cc|cpp|rb|js|ts)$|[^/]+\.(test|spec)\.[jt]sx?$|(^|/)src/test/"),
    ("data", r"(^|/)(tests?|fixtures|testdata|test_data|__snapshots__|snapshots)/.*\.(ya?ml|json[5c]?|toml|csv|txt|ini|cfg|xml|jsonl|env"
             r"|properties|gin|hcl|tf(vars)?|jsonnet|libsonnet)$"),
    # Points of curves, as DVCLive writes them; others where a dvc.yaml names them.
    ("plots", r"(^|/)dvclive/plots/(metrics/.*\.tsv|custom/.*\.json)$"),
    # What an evaluation wrote and somebody committed, as DVC, DVCLive and Hugging Face's trainer call it; others where a dvc.yaml names them, or by [paths].
    ("metrics", r"(^|/)([^/]*[_-])?(metrics|scores?|evaluation|eval|(eval|test|train|all)_results)\.json$"
                r"|(^|/)(dvclive|eval|evaluation|metrics|results)/[^/]*metrics\.(ya?ml|toml)$"),
    ("tool-config", r"(^|/)(pyproject\.toml|debtui\.toml|setup\.cfg|setup\.py|tox\.ini|pytest\.ini|behave\.ini|mypy\.ini|noxfile\.py|\.pre-commit-[^/]*\.ya?ml"
                    r"|\.?mkdocs[^/]*\.ya?ml|\.?readthedocs\.ya?ml|\.codecov\.ya?ml|codecov\.ya?ml|package\.json|tsconfig[^/]*\.json"
                    r"|lerna\.json|nx\.json|\.babelrc|\.eslintrc[^/]*|\.prettierrc[^/]*|\.stylelintrc[^/]*|babel\.config\.js|jest\.config\.[jt]s"
                    r"|\.editorconfig|\.flake8|\.?pylintrc|\.coveragerc|\.isort\.cfg|\.style\.yapf|ruff\.toml|\.ruff\.toml"
                    r"|pipfile|go\.mod|environment[^/]*\.ya?ml|conda[^/]*\.ya?ml|meta\.ya?ml|cargo\.toml|manifest\.in|mypy[^/]*\.ini"
                    r"|\.yamllint[^/]*|\.markdownlint[^/]*|\.gitlint|\.mergify\.yml|\.bumpversion\.cfg|\.lgtm\.yml|\.sourcery\.ya?ml"
                    r"|renovate\.json5?|\.renovaterc[^/]*|greenkeeper\.json|vercel\.json|netlify\.toml|\.gitpod\.yml|devcontainer\.json"
                    r"|\.?secrets\.baseline|\.hadolint\.ya?ml|\.codeclimate\.yml|\.importlinter|sonar-project\.properties|\.npmrc"
                    r"|\.git-blame-ignore-revs|\.gitattributes|\.gitmodules|\.mailmap|alembic\.ini|citation\.cff|\.zenodo\.json|bandit\.ya?ml"
                    r"|gradle(-wrapper)?\.properties)$"),
    # A file whose name begins with a dot is a tool's, but for the environment's.
    ("tool-config", r"(^|/)\.(?!env)[^/]+\.(ya?ml|json[5c]?|toml|ini|cfg|conf)$"),
    ("tool-config", r"(^|/)\.github/|(^|/)\.(vscode|idea|devcontainer|changes?|changeset|tx|husky|dvc)/|(^|/)\.git(ignore|keep)$"),
    ("tool-config", r"(^|/)[^/]*(requirements|constraints)[^/]*\.(txt|in)$|(^|/)requirements/[^/]*\.(txt|in)$"),
    ("deployment-config", r"(^|/)[^/]*(helm|k8s|kubernetes|operator|kind-)[^/]*/.*\.ya?ml$|(^|/)(postgres|redis|minio|kafka|mysql)[^/]*\.ya?ml$"),
    ("deployment-config", r"(^|/)(docker-compose|compose)[^/]*\.ya?ml$|(^|/)(dockerfile|containerfile)[^/]*$|\.dockerfile$|\.tf(vars)?(\.json)?$|\.hcl$"),
    ("deployment-config", r"(^|/)(k8s|kubernetes|helm|charts?|deploy|deployments?|infra|infrastructure|terraform|ansible|manifests"
                          r"|kustomize|overlays|operator|argocd)/.*\.(ya?ml|json[5c]?|toml|conf|ini|env|properties|jsonnet|libsonnet|tpl)$"),
    ("deployment-config", r"(^|/)(chart\.yaml|values[^/]*\.yaml|kustomization\.ya?ml|skaffold\.ya?ml|serverless\.ya?ml|procfile"
                          r"|app\.yaml|fly\.toml|nginx[^/]*\.conf|supervisord\.conf|heroku\.yml|\.dockerignore)$"),
    ("docs", r"(^|/)(docs?|documentation|website|site)/.*\.(md|mdx|rst|txt|html|css|js|json|ya?ml|toml|ini|cfg|" + _IMAGES + ")$"),
    ("ml-config", r"(^|/)(params|config|configs|conf|settings|hparams|hyperparams|experiments?)/.*\.(json|jsonl?5?)$"),
    ("ml-config", r"(^|/)[^/]*(config|params|settings|hparams|hyperparameters)[^/]*\.json$"),
    ("ml-config", r"(^|/)\.env[^/]*$|\.env$"),
    ("data", r"\.(csv|tsv|jsonl|ndjson|json|xml|parquet|arrow|feather|pkl|pickle|npy|npz|h5|hdf5|onnx|pt|pth|bin|dat|db|sqlite"
             r"|gz|zip|tar|bz2|xz|whl|jar|so|dll|dylib|exe|woff2?|ttf|eot|mp3|mp4|wav|" + _IMAGES + ")$"),
)  # fmt: skip
_KIND_RULES = tuple((kind, re.compile(pattern)) for kind, pattern in KIND_RULES)


def classify(path: str, overrides: Sequence[tuple[str, str]] = (), declared: str | None = None) -> tuple[str, str]:
    """(language, kind) of a path; language is empty where the name does not tell.

    `overrides` are (glob, kind) pairs, `**` matching across directories; the first that matches decides the kind. `declared` is
    the kind that another file says it is of: it counts where such a file can be read, and is the team's own.
    """
    low = path.lower()
    language = language_of(low)
    for glob, kind in overrides:
        if glob_pattern(glob).match(path):
            return language, kind
    named = _kind(low, language)
    if declared and language in READ.get(declared, ()) and named not in {"vendored", "generated", "lock"}:
        return language, declared
    return language, named


def language_of(low: str) -> str:
    """Language by a lower-cased path's name."""
    name = low.rpartition("/")[2]
    if name in BY_NAME:
        return BY_NAME[name]
    if name.startswith(".env"):
        return "dotenv"
    if name.startswith(("dockerfile", "containerfile")):
        return "Dockerfile"
    if name.endswith((".env.example", ".env.sample", ".env.template")):
        return "dotenv"
    return BY_SUFFIX.get(name.rpartition(".")[2], "") if "." in name else ""


def _kind(low: str, language: str) -> str:
    for kind, pattern in _KIND_RULES:
        if pattern.search(low):
            return kind
    if language in PROGRAMS or language in {"", "Dockerfile"}:
        return (
            "code"
            if language
            else "docs"
            if low.rpartition("/")[2].isupper()
            else "data"
            if "." in low.rpartition("/")[2][1:]
            else "code"
        )
    if language in SETTINGS:
        return "ml-config"
    return "docs" if language in PROSE else "data"


@lru_cache(maxsize=256)
def glob_pattern(glob: str) -> re.Pattern[str]:
    """A glob as a pattern for a whole path: `*` stays within a directory, `**` does not."""
    parts = re.split(r"(\*\*/?|\*|\?)", glob)
    table = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(table.get(part) or re.escape(part) for part in parts) + r"\Z", re.DOTALL)
